package health.authz.platform.consuming;

import health.authz.events.DomainEvent;
import health.authz.events.OperationId;
import health.authz.events.TenantId;
import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.EventTypes;
import health.authz.events.envelope.Topics;
import health.authz.platform.json.Json;
import health.authz.platform.web.Correlation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came from Kafka.
 *
 * @param value JSON text; {@code null} is a tombstone
 */
public record Received(
        String topic,
        int partition,
        long offset,
        String key,
        Map<String, String> headers,
        @Nullable String value) {
    static final long NO_PLACE = -1;
    /** Why a record is parked whose event came into being with a later version than this one. */
    static final String UNKNOWN_TYPE = "unknown-type";

    private static final int PLACE_DIGITS_MAX = 18;

    public static Received of(ConsumerRecord<byte[], byte[]> record) {
        return of(List.of(record)).getFirst();
    }

    /** Records of one chunk say mostly the same in their headers: a text that the record before has too is not made again. */
    static List<Received> of(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Received> batch = new ArrayList<>(records.size());
        Header[] before = {};
        String[] names = {};
        String[] texts = {};
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Header[] headers = record.headers().toArray();
            String[] namesNow = new String[headers.length];
            String[] textsNow = new String[headers.length];
            Map<String, String> byName = HashMap.newHashMap(headers.length);
            for (int i = 0; i < headers.length; i++) {
                String name = headers[i].key();
                boolean sameName = i < names.length && name.equals(names[i]);
                namesNow[i] = sameName ? names[i] : name;
                textsNow[i] = sameName && Arrays.equals(headers[i].value(), before[i].value())
                        ? texts[i]
                        : text(headers[i].value());
                byName.put(namesNow[i], textsNow[i]);
            }
            batch.add(new Received(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.key() == null ? "" : text(record.key()),
                    byName,
                    record.value() == null ? null : text(record.value())));
            before = headers;
            names = namesNow;
            texts = textsNow;
        }
        return batch;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }

    /** Logical type name; empty if the header is missing. */
    public String type() {
        return headers.getOrDefault(EventHeaders.TYPE, "");
    }

    /** What it tells of: the aggregate of an event; a directory record is known by its key. */
    public String subject() {
        return Topics.holdsStates(topic) ? key : headers.getOrDefault(EventHeaders.SUBJECT, key);
    }

    /** Its place among the records of its subject: that of an event in its stream, of a directory record its version; -1 = it names none. */
    public long place() {
        String named = headers.get(Topics.holdsStates(topic) ? EventHeaders.RECORD_VERSION : EventHeaders.SEQUENCE);
        if (named == null || named.isEmpty() || named.length() > PLACE_DIGITS_MAX) {
            return NO_PLACE;
        }
        long place = 0;
        for (int i = 0; i < named.length(); i++) {
            int digit = named.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NO_PLACE;
            }
            place = place * 10 + digit;
        }
        return place;
    }

    /** Whether it is this very record, perhaps read from the lot meanwhile. */
    boolean isSameAs(Received other) {
        return offset == other.offset
                && partition == other.partition
                && place() == other.place()
                && subject().equals(other.subject());
    }

    /** @throws RecordRejected if the header is missing or wrong */
    public TenantId tenant() {
        return header(EventHeaders.TENANT_ID).map(TenantId::new).orElseThrow(() -> rejected("no tenantid header"));
    }

    /** Place in the subject's stream. @throws RecordRejected if the header is missing or wrong */
    public long sequence() {
        try {
            return Long.parseLong(header(EventHeaders.SEQUENCE).orElse(""));
        } catch (NumberFormatException missing) {
            throw rejected("no seq header");
        }
    }

    /** @throws RecordRejected if the header is missing or wrong */
    public Instant time() {
        return header(EventHeaders.TIME).map(Instant::parse).orElseThrow(() -> rejected("no ce_time header"));
    }

    public String actor() {
        return headers.getOrDefault(EventHeaders.ACTOR, "");
    }

    public @Nullable OperationId operationId() {
        return header(EventHeaders.OPERATION_ID).map(OperationId::of).orElse(null);
    }

    /** Does something on behalf of the request that led to this record, so that log lines and events say so. */
    void onBehalf(Runnable work) {
        Correlation.on(headers.get(EventHeaders.CORRELATION_ID), headers.get(EventHeaders.TRACE_PARENT), work);
    }

    /** Whether one request led to both. */
    private boolean sharesRequestWith(Received other) {
        return Objects.equals(headers.get(EventHeaders.CORRELATION_ID), other.headers.get(EventHeaders.CORRELATION_ID))
                && Objects.equals(headers.get(EventHeaders.TRACE_PARENT), other.headers.get(EventHeaders.TRACE_PARENT));
    }

    /** Records of one request are handled on its behalf; a batch of several on nobody's. */
    static void onBehalfOf(List<Received> batch, Runnable work) {
        Received first = batch.getFirst();
        if (batch.stream().allMatch(first::sharesRequestWith)) {
            first.onBehalf(work);
        } else {
            work.run();
        }
    }

    /** @throws RecordRejected if the value is no JSON of its type, or this version does not know the type */
    public DomainEvent event() {
        String type = type();
        return as(EventTypes.classOf(type)
                .orElseThrow(() -> rejected(type.isEmpty() ? "no ce_type header" : UNKNOWN_TYPE)));
    }

    /** @throws RecordRejected if the value is no JSON of this type */
    public <T> T as(Class<T> type) {
        if (value == null) {
            throw rejected("no value");
        }
        try {
            return Json.mapper().readValue(value, type);
        } catch (RuntimeException unreadable) {
            throw new RecordRejected(this, "unreadable as " + type.getSimpleName(), unreadable);
        }
    }

    public RecordRejected rejected(String reason) {
        return new RecordRejected(this, reason, null);
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
