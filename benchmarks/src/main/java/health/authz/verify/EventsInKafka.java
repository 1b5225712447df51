package health.authz.verify;

import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.Topics;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Every stored event is in Kafka at least once, as it is stored, first occurrences in the order of their stream; and what is
 * in Kafka is stored.
 */
final class EventsInKafka {
    static final List<String> TOPICS = List.of(
            Topics.AUTH_EVENTS,
            Topics.BULK_OPERATION_EVENTS,
            Topics.BILLING_GROUP_EVENTS,
            Topics.PROFILE_EVENTS,
            Topics.CALENDAR_EVENTS,
            Topics.ALERT_EVENTS);
    private static final int LATER_MAX = 50_000;
    private static final String STREAMS = "select count(*) from domain_event_entry where sequence_number = 0";
    private static final String IS_STORED = """
            select aggregate_identifier || ':' || sequence_number from domain_event_entry
             where (aggregate_identifier, sequence_number) in
                   (select id, seq from unnest(?::text[], ?::text[]::bigint[]) as told (id, seq))""";
    private static final String HOLES = """
            select aggregate_identifier from domain_event_entry
             group by aggregate_identifier having count(*) <> max(sequence_number) + 1""";

    private record Later(String id, String seq, String topic) {}

    private final Map<Database, Bound> stores;
    private final Findings findings;
    private final Progress progress;
    private final StreamTable table;
    private final Map<String, Later> later = new HashMap<>();

    EventsInKafka(Map<Database, Bound> stores, Findings findings, Progress progress) throws SQLException {
        this.stores = stores;
        this.findings = findings;
        this.progress = progress;
        long streams = 0;
        for (Database store : stores.keySet()) {
            streams += store.number(STREAMS);
        }
        this.table = new StreamTable(streams);
    }

    /** @return where the last record of each partition ends */
    Map<TopicPartition, Long> compare(VerifyOptions options, Map<TopicPartition, Long> ends) throws SQLException {
        remember();
        Map<TopicPartition, Long> last =
                Topic.read(options, ends, this::take, read -> progress.at("records read from Kafka", read));
        if (!table.areAllRight()) {
            nameWhatIsWrong();
        }
        nameWhatIsNotStored();
        return last;
    }

    private void remember() throws SQLException {
        for (Map.Entry<Database, Bound> store : stores.entrySet()) {
            new StoredEvents(store.getKey(), store.getValue().event()).each(event -> {
                findings.compared(1);
                progress.at("stored events and rows compared", findings.compared());
                if (event.topic().isEmpty()) {
                    findings.add(Finding.different("stored event whose topic is not known here", place(event)));
                } else {
                    table.store(StreamKey.of(event.topic().get(), event.aggregateId()), event.seq(), event.content());
                }
            });
            store.getKey().inOneSnapshot(() -> store.getKey()
                    .each(
                            HOLES,
                            row -> findings.add(Finding.different(
                                    "stored stream in which numbers are missing", row.getString(1)))));
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        String id = Topic.header(record, EventHeaders.SUBJECT);
        String type = Topic.header(record, EventHeaders.TYPE);
        String seq = Topic.header(record, EventHeaders.SEQUENCE);
        byte[] value = record.value();
        byte[] key = record.key();
        if (id == null || type == null || seq == null || value == null || key == null || !seq.matches("[0-9]{1,10}")) {
            findings.add(Finding.different(
                    "record of %s without the headers of an event".formatted(record.topic()), where(record)));
            return;
        }
        long number = Long.parseLong(seq);
        switch (table.tell(
                StreamKey.of(record.topic(), id),
                number,
                StoredEvents.content(number, key, type.getBytes(StandardCharsets.UTF_8), value))) {
            case FIRST, AHEAD -> {}
            case AGAIN -> findings.repeated(1);
            case LATE ->
                findings.add(Finding.different(
                        "event on %s after one that follows it".formatted(record.topic()), id + ":" + seq));
            case NOT_KNOWN -> {
                if (later.size() < LATER_MAX) {
                    later.put(id + ":" + seq, new Later(id, seq, record.topic()));
                }
            }
        }
    }

    /** Once more over what is stored, because the table holds no ids. */
    private void nameWhatIsWrong() throws SQLException {
        progress.say("something is missing; looking for what it is");
        for (Map.Entry<Database, Bound> store : stores.entrySet()) {
            new StoredEvents(store.getKey(), store.getValue().event()).each(event -> {
                if (event.topic().isEmpty()) {
                    return;
                }
                String topic = event.topic().get();
                StreamKey key = StreamKey.of(topic, event.aggregateId());
                if (!table.isTold(key, event.seq())) {
                    findings.add(Finding.missing("event not on " + topic, place(event)));
                } else if (event.seq() == 0 && table.isOtherwise(key)) {
                    findings.add(Finding.different(
                            "event on %s with another key, type or value than the stored one".formatted(topic),
                            event.aggregateId()));
                }
            });
        }
    }

    /** What was stored after the bound is told too, and fine; what nobody stored is not. */
    private void nameWhatIsNotStored() throws SQLException {
        for (Database store : stores.keySet()) {
            if (!later.isEmpty()) {
                String[] ids = later.values().stream().map(Later::id).toArray(String[]::new);
                String[] seqs = later.values().stream().map(Later::seq).toArray(String[]::new);
                store.inOneSnapshot(() -> store.each(IS_STORED, row -> later.remove(row.getString(1)), ids, seqs));
            }
        }
        later.forEach((place, told) ->
                findings.add(Finding.doubled("event on %s that is not stored".formatted(told.topic()), place)));
    }

    private static String place(StoredEvents.Stored event) {
        return event.aggregateId() + ":" + event.seq();
    }

    private static String where(ConsumerRecord<?, ?> record) {
        return "%s-%d@%d".formatted(record.topic(), record.partition(), record.offset());
    }
}
