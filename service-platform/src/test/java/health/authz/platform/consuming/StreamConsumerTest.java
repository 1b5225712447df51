package health.authz.platform.consuming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoCredential;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoServerUnavailableException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import health.authz.events.envelope.EventHeaders;
import health.authz.platform.TestDatabase;
import health.authz.platform.web.Correlation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataAccessException;
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
        assertThatThrownBy(() -> consumer.replay(new Subject("auth-events", "a")))
                .isInstanceOf(RecordRejected.class);
        assertThat(parking.count("list")).isEqualTo(2);
        poison.clear();
        consumer.replay(new Subject("auth-events", "a"));
        assertThat(applied()).containsExactly("a0", "a1");
        assertThat(parking.count("list")).isZero();
    }

    @Test
    void what_is_parked_while_its_key_is_replayed_is_replayed_behind_it() {
        poison.add("a0");
        consumer.apply(List.of(record(0, "a", "a0"), record(1, "b", "b0")));
        poison.clear();
        StreamConsumer replaying = new StreamConsumer(
                "list",
                batch -> {
                    handle(batch);
                    if (batch.getFirst().value().equals("a0")) {
                        parking.park(
                                "list",
                                List.of(new ParkingLot.Waiting(record(2, "a", "a1"), "follows a parked record")));
                    }
                },
                positions,
                parking,
                database.transaction());

        replaying.replay(new Subject("auth-events", "a"));

        assertThat(applied()).containsExactly("b0", "a0", "a1");
        assertThat(parking.count("list")).isZero();
    }

    @Test
    void where_even_parking_fails_nothing_moves_and_it_is_tried_again_later() {
        broken.add("a0");
        database.jdbc().execute("alter table parked_record add constraint full_disk check (false)");

        assertThatThrownBy(() -> consumer.apply(List.of(record(0, "a", "a0"), record(1, "b", "b0"))))
                .isInstanceOf(DataAccessException.class);

        assertThat(position()).isZero();
        database.jdbc().execute("alter table parked_record drop constraint full_disk");
        consumer.apply(List.of(record(0, "a", "a0"), record(1, "b", "b0")));
        assertThat(applied()).containsExactly("b0");
        assertThat(parking.list("list"))
                .extracting(ParkingLot.ParkedSubject::key)
                .containsExactly("a");
    }

    static Stream<RuntimeException> of_mongodb() {
        BsonDocument answer = BsonDocument.parse("{ok: 0, code: 11600, errmsg: 'elects'}");
        ServerAddress server = new ServerAddress();
        return Stream.of(
                new MongoTimeoutException("away"),
                new MongoServerUnavailableException("closing"),
                new MongoSocketException("cut", server),
                new MongoNotPrimaryException(answer, server),
                new MongoNodeIsRecoveringException(answer, server),
                new MongoSecurityException(
                        MongoCredential.createCredential("list", "authz", new char[0]), "wrong password"));
    }

    @ParameterizedTest
    @MethodSource("of_mongodb")
    void a_store_that_is_not_ready_to_write_parks_nothing(RuntimeException unready) {
        StreamConsumer consumer = new StreamConsumer(
                "list",
                batch -> {
                    throw new IllegalStateException(unready);
                },
                positions,
                parking,
                database.transaction());

        assertThatThrownBy(() -> consumer.apply(List.of(record(0, "a", "a0"), record(1, "b", "b0"))))
                .isInstanceOf(IllegalStateException.class);

        assertThat(position()).isZero();
        assertThat(parking.count("list")).isZero();
    }

    @Test
    void of_a_batch_that_comes_again_only_what_was_not_applied_is_applied() {
        Consumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
        List<ConsumerRecord<byte[], byte[]>> batch = List.of(fromKafka(0, "a", "a0"), fromKafka(1, "b", "b0"));
        StreamConsumer halving = new StreamConsumer(
                "list",
                records -> {
                    if (records.size() == 2) {
                        throw new IllegalArgumentException("a defect of ours");
                    }
                    away = records.getFirst().value().equals("b0") && !away;
                    handle(records);
                },
                positions,
                parking,
                database.transaction());

        assertThatThrownBy(() -> halving.onMessage(batch, kafka)).isInstanceOf(DataAccessException.class);
        assertThat(position()).isEqualTo(1);
        halving.onMessage(batch, kafka);

        assertThat(applied()).containsExactly("a0", "b0");
        assertThat(position()).isEqualTo(2);
    }

    private static ConsumerRecord<byte[], byte[]> fromKafka(long offset, String key, String value) {
        return new ConsumerRecord<>(PARTITION.topic(), 0, offset, key.getBytes(UTF_8), value.getBytes(UTF_8));
    }

    @Test
    void a_record_that_breaks_our_code_is_found_and_parked_alone() {
        broken.add("c0");
        consumer.apply(List.of(record(0, "a", "a0"), record(1, "b", "b0"), record(2, "c", "c0"), record(3, "d", "d0")));
        assertThat(applied()).containsExactly("a0", "b0", "d0");
        assertThat(parking.list("list"))
                .extracting(ParkingLot.ParkedSubject::key)
                .containsExactly("c");
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
