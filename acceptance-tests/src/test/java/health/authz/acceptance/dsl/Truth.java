package health.authz.acceptance.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.Topics;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;

/** What PostgreSQL and Kafka really hold of one organisation, read past the services. */
public final class Truth {
    private final Stack stack;
    private final String organisation;

    public Truth(Organisation organisation) {
        this.stack = organisation.stack();
        this.organisation = organisation.id();
    }

    /** Ids of the authorizations that one operation added, as the event store holds them; each once or it fails. */
    public Set<String> storedBy(String operationId) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (Connection database = stack.postgres("auth_command");
                PreparedStatement query = database.prepareStatement("""
                        select aggregate_identifier from domain_event_entry
                        where payload_type = 'AuthAdded'
                          and convert_from(payload, 'UTF8')::jsonb ->> 'tenantId' = ?
                          and convert_from(payload, 'UTF8')::jsonb ->> 'operationId' = ?""")) {
            query.setString(1, organisation);
            query.setString(2, operationId);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
        }
        assertThat(ids).doesNotHaveDuplicates();
        return new TreeSet<>(ids);
    }

    /** Events of any kind that the event store holds of the organisation's authorizations, each of which has a window. */
    public long storedEvents() throws SQLException {
        return stack.count("auth_command", """
                        select count(*) from domain_event_entry where aggregate_identifier in (
                            select authorization_id::text from authorization_window where tenant = ?)""", organisation);
    }

    /** Transactions in which events of one operation's rows were stored. */
    public long transactionsOf(String operationId) throws SQLException {
        return stack.count("auth_command", """
                        select count(distinct xmin::text) from domain_event_entry
                        where payload_type in ('AuthAdded', 'AuthFieldsPatched')
                          and convert_from(payload, 'UTF8')::jsonb ->> 'operationId' = ?""", operationId);
    }

    /** Rows that previews of the organisation have frozen. */
    public long frozenRows() throws SQLException {
        return stack.count("auth_command", """
                        select coalesce(sum(chunk.row_count), 0)
                          from bulk_preview_chunk chunk join bulk_preview preview on preview.id = chunk.preview_id
                         where preview.tenant = ?""", organisation);
    }

    /** Ids of the authorizations that one operation added, as Kafka tells them: none missing, none told twice anew. */
    public Set<String> toldBy(String operationId) {
        Map<String, List<ConsumerRecord<String, String>>> byKey = records(Topics.AUTH_EVENTS).stream()
                .filter(told -> organisation.equals(header(told, EventHeaders.TENANT_ID)))
                .filter(told -> operationId.equals(header(told, EventHeaders.OPERATION_ID)))
                .collect(Collectors.groupingBy(ConsumerRecord::key));
        byKey.forEach(Truth::inOrderAndOnce);
        return new TreeSet<>(byKey.keySet());
    }

    /** What Kafka tells of the changes that one operation made. */
    public List<JsonNode> changesToldBy(String operationId) {
        return records(Topics.AUTH_EVENTS).stream()
                .filter(told -> operationId.equals(header(told, EventHeaders.OPERATION_ID)))
                .filter(told -> header(told, EventHeaders.TYPE).contains("AuthFieldsPatched"))
                .map(told -> Json.read(told.value()))
                .toList();
    }

    /** The relay may tell a record again after a crash, but then it is the very same one. */
    private static void inOrderAndOnce(String key, Collection<ConsumerRecord<String, String>> told) {
        Map<String, String> eventOfSequence = new HashMap<>();
        Set<String> eventIds = new HashSet<>();
        long expected = 0;
        for (ConsumerRecord<String, String> record : told) {
            String sequence = header(record, EventHeaders.SEQUENCE);
            String event = header(record, EventHeaders.ID);
            assertThat(eventOfSequence.computeIfAbsent(sequence, first -> event))
                    .as("%s, sequence %s", key, sequence)
                    .isEqualTo(event);
            if (eventIds.add(event)) {
                assertThat(sequence).as("next event of %s", key).isEqualTo(Long.toString(expected++));
            }
        }
    }

    /** Everything on a topic up to now. */
    public List<ConsumerRecord<String, String>> records(String topic) {
        List<ConsumerRecord<String, String>> all = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        stack.kafka(),
                        "max.poll.records",
                        5_000,
                        "isolation.level",
                        "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }

    private static String header(ConsumerRecord<?, ?> told, String name) {
        var header = told.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
