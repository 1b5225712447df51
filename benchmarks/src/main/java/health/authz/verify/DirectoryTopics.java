package health.authz.verify;

import health.authz.events.directory.DirectoryKey;
import health.authz.events.envelope.Topics;
import health.authz.platform.check.Fingerprint;
import health.authz.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The last value of each key of the directory topics, in 64 bits: 24 bytes a key, in plain arrays. */
final class DirectoryTopics {
    static final List<String> TOPICS =
            List.of(Topics.CLIENT_DIRECTORY, Topics.USER_DIRECTORY, Topics.REFERENCE_DIRECTORY);
    private static final long ERASED = 1;
    private static final int SMALLEST = 1 << 12;
    private final VerifyOptions options;
    private Map<TopicPartition, Long> readTo = Map.of();
    private long[] high = new long[SMALLEST];
    private long[] low = new long[SMALLEST];
    private long[] last = new long[SMALLEST];
    private int size;

    DirectoryTopics(VerifyOptions options) {
        this.options = options;
    }

    /** @return where the last record of each partition ends */
    Map<TopicPartition, Long> read(Map<TopicPartition, Long> ends, Consumer<Long> progress) {
        readTo = ends;
        return Topic.read(options, ends, this::take, progress);
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        put(StreamKey.of(record.topic(), key), record.value() == null ? ERASED : content(record.value()));
    }

    /** @param value as it is stored; {@code null} if it is erased */
    void compare(Look look, DirectoryKey key, @Nullable String value) {
        String topic = Topics.topicOf(key.kind());
        long told = last[find(StreamKey.of(topic, key.toString()))];
        look.compared(1);
        if (value == null) {
            if (told != 0 && told != ERASED) {
                look.found(
                        key.toString(),
                        Finding.doubled("record on %s, erased in the directory".formatted(topic), key.toString()));
            }
        } else if (told == 0 || told == ERASED) {
            look.found(key.toString(), Finding.missing("record not on " + topic, key.toString()));
        } else if (told != content(value.getBytes(StandardCharsets.UTF_8))) {
            look.found(
                    key.toString(),
                    Finding.different("record on %s says something else".formatted(topic), key.toString()));
        }
    }

    /** Reads on, for what was written since. */
    void readOn() {
        Map<TopicPartition, Long> ends = Topic.ends(options, TOPICS);
        Map<TopicPartition, Long> more = ends.entrySet().stream()
                .filter(end -> end.getValue() > readTo.getOrDefault(end.getKey(), 0L))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        if (!more.isEmpty()) {
            Topic.readFrom(options, readTo, more, this::take, read -> {});
            readTo = ends;
        }
    }

    /** Equal values have equal ones, whatever the order and the blanks of their text. */
    private static long content(byte[] value) {
        long content = content(Json.mapper().readTree(value));
        return content == 0 || content == ERASED ? 2 : content;
    }

    private static long content(JsonNode node) {
        long content = node.getNodeType().ordinal();
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!field.getValue().isNull()) {
                    content += Fingerprint.of(Fingerprint.of(field.getKey(), 0), content(field.getValue()));
                }
            }
        } else if (node.isArray()) {
            for (JsonNode element : node) {
                content = Fingerprint.of(content, content(element));
            }
        } else {
            content = Fingerprint.of(node.asString(), content);
        }
        return content;
    }

    private void put(StreamKey key, long content) {
        int slot = find(key);
        if (last[slot] == 0) {
            high[slot] = key.high();
            low[slot] = key.low();
            size++;
        }
        last[slot] = content;
        if (size * 4L > last.length * 3L) {
            grow();
        }
    }

    private int find(StreamKey key) {
        int mask = last.length - 1;
        int slot = (int) (key.high() ^ (key.high() >>> 32)) & mask;
        while (last[slot] != 0 && (high[slot] != key.high() || low[slot] != key.low())) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] highs = high;
        long[] lows = low;
        long[] lasts = last;
        int slots = Math.multiplyExact(lasts.length, 2);
        high = new long[slots];
        low = new long[slots];
        last = new long[slots];
        for (int from = 0; from < lasts.length; from++) {
            if (lasts[from] != 0) {
                int to = find(new StreamKey(highs[from], lows[from]));
                high[to] = highs[from];
                low[to] = lows[from];
                last[to] = lasts[from];
            }
        }
    }
}
