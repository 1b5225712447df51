package health.authz.platform.consuming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.authz.events.envelope.EventHeaders;
import health.authz.platform.TestDatabase;
import health.authz.platform.web.Correlation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** Effects, position and parking are one transaction on a real PostgreSQL; a poison record stops nobody else. */
class StreamConsumerTest {
    private static final TopicPartition PARTITION = new TopicPartition("auth-events", 0);
    private final Set<String> poison = new HashSet<>();
    private final List<String> broken = new ArrayList<>();
    private boolean away;
    private TestDatabase database;
    private PostgresPositions positions;
    private PostgresParkingLot parking;
    private StreamConsumer consumer;

    @BeforeEach
    void open() {
        database = new TestDatabase();
        database.jdbc().execute("create table applied (n bigint generated always as identity, key text, value text)");
        positions = new PostgresPositions(database.jdbc());
        parking = new PostgresParkingLot(database.jdbc(), Clock.systemUTC());
        consumer = new StreamConsumer("list", this::handle, positions, parking, database.transaction());
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void handle(List<Received> batch) {
        if (away) {
            throw new DataAccessResourceFailureException("away");
        }
        for (Received record : batch) {
            if (poison.contains(record.value())) {
                throw record.rejected("poison");
            }
            if (broken.contains(record.value())) {
                throw new IllegalArgumentException("a defect of ours");
            }
            database.jdbc().update("insert into applied (key, value) values (?, ?)", record.key(), record.value());
        }
    }

    private static Received record(long offset, String key, String value) {
        return new Received(
                PARTITION.topic(),
                0,
                offset,
                key,
                Map.of(EventHeaders.TYPE, "AuthAdded", EventHeaders.TENANT_ID, "abc"),
                value);
    }

    private List<String> applied() {
        return database.jdbc().queryForList("select value from applied order by n", String.class);
    }

    private long position() {
        return positions.load("list", List.of(PARTITION)).get(PARTITION);
    }

    @Test
    void a_batch_is_applied_in_order_and_the_position_moves_with_it() {
        consumer.apply(List.of(record(0, "a", "a0"), record(1, "b", "b0"), record(2, "a", "a1")));
        assertThat(applied()).containsExactly("a0", "b0", "a1");
        assertThat(position()).isEqualTo(3);
    }

    @Test
    void records_of_one_request_are_handled_on_its_behalf_and_a_mixed_batch_on_nobody_s() {
        List<String> traces = new ArrayList<>();
        StreamConsumer tracing = new StreamConsumer(
                "tracing",
                batch -> traces.add(String.valueOf(Correlation.traceParent())),
                positions,
                parking,
                database.transaction());

        tracing.apply(List.of(traced(0, "t-1"), traced(1, "t-1")));
        tracing.apply(List.of(traced(2, "t-1"), traced(3, "t-2")));

        assertThat(traces).containsExactly("t-1", "null");
        assertThat(Correlation.traceParent()).isNull();
    }

    private static Received traced(long offset, String trace) {
        return new Received(PARTITION.topic(), 0, offset, "a", Map.of(EventHeaders.TRACE_PARENT, trace), "a" + offset);
    }

    @Test
    void a_poison_record_parks_its_own_key_and_nobody_else_waits() {
        poison.add("a1");
        consumer.apply(List.of(record(0, "a", "a0"), record(1, "a", "a1"), record(2, "b", "b0"), record(3, "a", "a2")));
        assertThat(applied()).containsExactly("a0", "b0");
        assertThat(parking.count("list")).isEqualTo(2);
        assertThat(position()).isEqualTo(4);
        consumer.apply(List.of(record(4, "a", "a3"), record(5, "b", "b1")));
        assertThat(applied()).containsExactly("a0", "b0", "b1");
        assertThat(parking.count("list")).isEqualTo(3);
    }

    @Test
    void parked_records_are_applied_in_order_once_the_hindrance_is_gone() {
        poison.add("a0");
        consumer.apply(List.of(record(0, "a", "a0"), record(1, "a", "a1")));
        assertThatThrownBy(() -> consumer.replay("auth-events", "a")).isInstanceOf(RecordRejected.class);
        assertThat(parking.count("list")).isEqualTo(2);
        poison.clear();
        consumer.replay("auth-events", "a");
        assertThat(applied()).containsExactly("a0", "a1");
        assertThat(parking.count("list")).isZero();
    }

    @Test
    void a_record_that_breaks_our_code_is_found_and_parked_alone() {
        broken.add("c0");
        consumer.apply(List.of(record(0, "a", "a0"), record(1, "b", "b0"), record(2, "c", "c0"), record(3, "d", "d0")));
        assertThat(applied()).containsExactly("a0", "b0", "d0");
        assertThat(parking.keys("list")).extracting(ParkingLot.ParkedKey::key).containsExactly("c");
        assertThat(position()).isEqualTo(4);
    }

    @Test
    void a_server_that_is_away_parks_nothing_and_moves_nothing() {
        away = true;
        assertThatThrownBy(() -> consumer.apply(List.of(record(0, "a", "a0"))))
                .isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(position()).isZero();
        assertThat(parking.count("list")).isZero();
        away = false;
        consumer.apply(List.of(record(0, "a", "a0")));
        assertThat(applied()).containsExactly("a0");
    }

    @Test
    void what_another_instance_has_applied_is_not_applied_again() {
        consumer.apply(List.of(record(0, "a", "a0")));
        StreamConsumer late = new StreamConsumer("list", this::handle, positions, parking, database.transaction());
        assertThatThrownBy(() -> late.apply(List.of(record(0, "a", "a0")))).isInstanceOf(RuntimeException.class);
        assertThat(applied()).containsExactly("a0");
    }
}
