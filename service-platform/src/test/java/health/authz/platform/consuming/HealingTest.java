package health.authz.platform.consuming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import health.authz.events.UserId;
import health.authz.events.envelope.EventHeaders;
import health.authz.platform.TestDatabase;
import health.authz.platform.sampling.SampledGauges;
import health.authz.platform.security.Operator;
import health.authz.platform.web.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that come late, twice or before their time end as the ordered log does, and hold up nobody but their own subject. */
class HealingTest {
    private static final Predicate<String> OF_TODAY = Set.of("AuthAdded")::contains;
    private static final Predicate<String> OF_TOMORROW = Set.of("AuthAdded", "OfTomorrow")::contains;
    private static final Operator OPERATOR = new Operator(new UserId("ops"));
    private final Set<String> wrong = new HashSet<>();
    private final List<Integer> calls = new ArrayList<>();
    private TestDatabase database;
    private CountingLot parking;
    private StreamConsumer consumer;

    @BeforeEach
    void open() {
        database = new TestDatabase();
        database.jdbc()
                .execute("create table stream (subject text primary key, seq bigint not null, told text not null)");
        database.jdbc().execute("create table directory (key text primary key, version bigint, value text)");
        parking = new CountingLot(new PostgresParkingLot(database.jdbc(), Clock.systemUTC()));
        consumer = knowing(OF_TODAY);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private StreamConsumer knowing(Predicate<String> types) {
        return new StreamConsumer(
                "list", this::handle, new PostgresPositions(database.jdbc()), parking, database.transaction(), types);
    }

    /** A reader as ours are: applies {@code n} where it holds {@code n - 1}, and tells of all gaps at once. */
    private void handle(List<Received> batch) {
        calls.add(batch.size());
        Map<String, String> told = new TreeMap<>();
        Map<String, RecordRejected> gaps = new TreeMap<>();
        Map<String, Long> held = new HashMap<>();
        database.jdbc().query("select subject, seq, told from stream", row -> {
            held.put(row.getString(1), row.getLong(2));
            told.put(row.getString(1), row.getString(3));
        });
        for (Received record : batch) {
            String subject = record.subject();
            long seq = record.sequence();
            long next = held.getOrDefault(subject, -1L) + 1;
            if (wrong.contains(subject + seq)) {
                throw new IllegalArgumentException("a defect of ours");
            }
            if (seq > next) {
                gaps.putIfAbsent(subject, record.rejected("gap: " + seq + " came where " + next + " is next"));
            } else if (seq == next) {
                held.put(subject, seq);
                told.merge(subject, record.value(), (before, now) -> before + " " + now);
            }
        }
        if (!gaps.isEmpty()) {
            throw RecordRejected.together(List.copyOf(gaps.values()));
        }
        told.forEach((subject, value) -> database.jdbc().update("""
                        insert into stream (subject, seq, told) values (?, ?, ?)
                        on conflict (subject) do update set seq = excluded.seq, told = excluded.told""", subject, held.get(subject), value));
    }

    private static Received event(long offset, String subject, long seq) {
        return event(offset, subject, subject, seq, "AuthAdded");
    }

    private static Received event(long offset, String key, String subject, long seq, String type) {
        return new Received(
                "auth-events",
                0,
                offset,
                key,
                Map.of(
                        EventHeaders.TYPE,
                        type,
                        EventHeaders.SUBJECT,
                        subject,
                        EventHeaders.SEQUENCE,
                        Long.toString(seq)),
                subject + seq);
    }

    private String told(String subject) {
        return String.join(
                "", database.jdbc().queryForList("select told from stream where subject = ?", String.class, subject));
    }

    private void oneByOne(Received... records) {
        for (Received record : records) {
            consumer.apply(List.of(record));
        }
    }

    @Test
    void what_came_before_its_time_is_applied_when_the_missing_one_comes_and_what_comes_again_is_nothing() {
        oneByOne(event(0, "a", 1), event(1, "a", 0), event(2, "a", 1));

        assertThat(told("a")).isEqualTo("a0 a1");
        assertThat(parking.count("list")).isZero();
    }

    @Test
    void in_one_batch_too_and_it_takes_one_go() {
        consumer.apply(List.of(event(0, "a", 1), event(1, "a", 0), event(2, "b", 0), event(3, "a", 1)));

        assertThat(told("a")).isEqualTo("a0 a1");
        assertThat(calls).containsExactly(3);
        assertThat(parking.count("list")).isZero();
    }

    @Test
    void the_first_gap_is_closed_and_the_next_one_still_waits_and_says_so() {
        oneByOne(event(0, "a", 5), event(1, "a", 2), event(2, "a", 1), event(3, "a", 0));

        assertThat(told("a")).isEqualTo("a0 a1 a2");
        assertThat(parking.list("list"))
                .singleElement()
                .satisfies(each -> assertThat(each.reason()).isEqualTo("gap: 5 came where 3 is next"))
                .satisfies(each -> assertThat(each.records()).isOne());

        oneByOne(event(4, "a", 4), event(5, "a", 3));
        assertThat(told("a")).isEqualTo("a0 a1 a2 a3 a4 a5");
        assertThat(parking.count("list")).isZero();
    }

    @Test
    void many_gaps_in_one_batch_cost_one_more_go_and_hold_up_nobody_else() {
        List<Received> batch = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            batch.add(event(i, "s" + i, i % 4 == 0 ? 1 : 0));
        }

        consumer.apply(batch);

        assertThat(calls).containsExactly(400, 300);
        assertThat(parking.count("list")).isEqualTo(100);
        calls.clear();
        consumer.apply(IntStream.range(0, 100)
                .mapToObj(i -> event(400 + i, "s" + i * 4, 0))
                .toList());
        assertThat(calls).containsExactly(200);
        assertThat(parking.count("list")).isZero();
        assertThat(told("s396")).isEqualTo("s3960 s3961");
    }

    @Test
    void one_aggregate_of_an_organisation_waits_alone_and_the_log_s_order_stays_for_the_others() {
        List<String> order = new ArrayList<>();
        consumer = new StreamConsumer(
                "list",
                batch -> {
                    handle(batch);
                    batch.forEach(record -> order.add(String.valueOf(record.value())));
                },
                new PostgresPositions(database.jdbc()),
                parking,
                database.transaction(),
                OF_TODAY);
        consumer.apply(List.of(
                event(0, "abc", "code", 1, "AuthAdded"),
                event(1, "abc", "group", 0, "AuthAdded"),
                event(2, "abc", "setting", 0, "AuthAdded")));
        assertThat(order).containsExactly("group0", "setting0");

        order.clear();
        consumer.apply(List.of(
                event(3, "abc", "setting", 1, "AuthAdded"),
                event(4, "abc", "code", 0, "AuthAdded"),
                event(5, "abc", "group", 1, "AuthAdded")));
        assertThat(order).containsExactly("setting1", "code0", "code1", "group1");
        assertThat(parking.count("list")).isZero();
    }

    @Test
    void a_type_of_a_later_version_bars_its_subject_alone_until_a_version_that_knows_it_starts() {
        consumer.apply(
                List.of(event(0, "a", 0), event(1, "abc", "a", 1, "OfTomorrow"), event(2, "a", 2), event(3, "b", 0)));
        oneByOne(event(4, "a", 3), event(5, "b", 1));

        assertThat(told("a")).isEqualTo("a0");
        assertThat(told("b")).isEqualTo("b0 b1");
        assertThat(parking.list("list"))
                .containsExactly(
                        new ParkingLot.ParkedSubject("list", "auth-events", "a", "a", "OfTomorrow", "unknown-type", 3));
        restarted(OF_TODAY);
        assertThat(told("a")).isEqualTo("a0");

        restarted(OF_TOMORROW);

        assertThat(told("a")).isEqualTo("a0 a1 a2 a3");
        assertThat(parking.count("list")).isZero();
    }

    @Test
    void a_type_of_a_later_version_of_what_nobody_here_follows_is_passed_over() {
        consumer = new StreamConsumer(
                "list",
                new BatchHandler() {
                    @Override
                    public void handle(List<Received> batch) {
                        HealingTest.this.handle(batch);
                    }

                    @Override
                    public boolean follows(Received record) {
                        return record.subject().startsWith("a");
                    }
                },
                new PostgresPositions(database.jdbc()),
                parking,
                database.transaction(),
                OF_TODAY);

        consumer.apply(List.of(
                event(0, "abc", "b", 0, "OfTomorrow"), event(1, "a", 0), event(2, "abc", "a", 1, "OfTomorrow")));

        assertThat(parking.list("list"))
                .extracting(ParkingLot.ParkedSubject::subject)
                .containsExactly("a");
        assertThat(told("a")).isEqualTo("a0");
    }

    /** The service anew: it reads on from where it stood, and tries what is parked. */
    private void restarted(Predicate<String> types) {
        consumer = knowing(types);
        MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
        TopicPartition partition = new TopicPartition("auth-events", 0);
        kafka.assign(List.of(partition));
        consumer.onPartitionsAssigned(kafka, List.of(partition));
    }

    @Test
    void what_a_version_before_parked_in_the_order_of_the_log_is_taken_up_at_the_start() {
        consumer.apply(List.of(event(0, "b", 0)));
        database.jdbc().update("""
                insert into parked_record (consumer, topic, partition, record_offset, key, type, headers, value, reason, parked_at)
                select 'list', 'auth-events', 0, n, 'a', 'AuthAdded',
                       json_build_object('ce_type', 'AuthAdded', 'ce_subject', 'a', 'seq', (array[1, 0, 1])[n]::text)::text,
                       'a' || (array[1, 0, 1])[n], 'gap: seq 1 came after -1', now() from generate_series(1, 3) n""");

        restarted(OF_TODAY);

        assertThat(told("a")).isEqualTo("a0 a1");
        assertThat(parking.count("list")).isZero();
    }

    @Test
    void a_replay_by_hand_puts_in_order_too_applies_what_it_can_and_tells_what_bars_the_rest() {
        wrong.add("a1");
        oneByOne(event(0, "a", 1), event(1, "a", 0), event(2, "a", 3), event(3, "a", 2));
        assertThat(told("a")).isEqualTo("a0");
        Subject subject = new Subject("auth-events", "a");
        assertThatThrownBy(() -> consumer.replay(subject))
                .isInstanceOfSatisfying(
                        RecordRejected.class, told -> assertThat(told.reason()).isEqualTo("IllegalArgumentException"));
        wrong.clear();
        wrong.add("a3");

        assertThatThrownBy(() -> consumer.replay(subject)).isInstanceOf(RecordRejected.class);
        assertThat(told("a")).isEqualTo("a0 a1 a2");
        wrong.clear();
        consumer.replay(subject);

        assertThat(told("a")).isEqualTo("a0 a1 a2 a3");
        assertThat(parking.count("list")).isZero();
    }

    @Test
    void whoever_runs_the_service_sees_what_is_parked_and_has_it_tried_by_subject_or_by_key() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        StreamConsumers consumers = new StreamConsumers(
                "localhost:1",
                "reader",
                meters,
                new SampledGauges(meters, Duration.ofHours(1)),
                new TopicLives("localhost:1"));
        consumers.container(consumer, 10, "auth-events");
        ParkedController controller = new ParkedController(consumers);
        wrong.addAll(List.of("a0", "b0"));
        oneByOne(event(0, "abc", "a", 0, "AuthAdded"), event(1, "abc", "b", 0, "AuthAdded"));
        assertThat(controller.parked(OPERATOR))
                .extracting(ParkingLot.ParkedSubject::subject, ParkingLot.ParkedSubject::reason)
                .containsExactly(tuple("a", "IllegalArgumentException"), tuple("b", "IllegalArgumentException"));

        assertThatThrownBy(() -> controller.replay(OPERATOR, "list", "auth-events", "a", null))
                .hasMessageContaining("still cannot be applied: IllegalArgumentException");
        assertThatThrownBy(() -> controller.replay(OPERATOR, "list", "auth-events", null, null))
                .isInstanceOf(ProblemException.class);
        wrong.clear();
        controller.replay(OPERATOR, "list", "auth-events", "a", null);
        assertThat(controller.parked(OPERATOR)).hasSize(1);
        controller.replay(OPERATOR, "list", "auth-events", null, "abc");

        assertThat(controller.parked(OPERATOR)).isEmpty();
        assertThat(told("a") + told("b")).isEqualTo("a0b0");
    }

    @Test
    void a_replay_and_the_batch_that_comes_meanwhile_leave_nothing_behind() throws Exception {
        wrong.add("a0");
        oneByOne(event(0, "a", 0));
        wrong.clear();
        CountDownLatch replaying = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        StreamConsumer other = new StreamConsumer(
                "list",
                batch -> {
                    replaying.countDown();
                    await(go);
                    handle(batch);
                },
                new PostgresPositions(database.jdbc()),
                parking,
                database.transaction(),
                OF_TODAY);
        CompletableFuture<Void> replay =
                CompletableFuture.runAsync(() -> other.replay(new Subject("auth-events", "a")));
        await(replaying);
        CompletableFuture<Void> batch = CompletableFuture.runAsync(() -> consumer.apply(List.of(event(1, "a", 1))));
        go.countDown();
        replay.get();
        batch.get();

        assertThat(told("a")).isEqualTo("a0 a1");
        assertThat(parking.count("list")).isZero();
    }

    private static void await(CountDownLatch latch) {
        assertThatCode(latch::await).doesNotThrowAnyException();
    }

    @Test
    void a_defect_met_while_healing_bars_its_own_record_and_those_behind_it() {
        wrong.add("a3");
        oneByOne(event(0, "a", 4), event(1, "a", 3), event(2, "a", 2), event(3, "a", 1), event(4, "a", 0));

        assertThat(told("a")).startsWith("a0 a1");
        restarted(OF_TODAY);
        assertThat(told("a")).isEqualTo("a0 a1 a2");
        wrong.clear();
        restarted(OF_TODAY);
        assertThat(told("a")).isEqualTo("a0 a1 a2 a3 a4");
        assertThat(parking.count("list")).isZero();
    }

    @Test
    void the_lot_is_asked_only_where_it_may_hold_something_and_a_barred_subject_is_not_tried_for_each_follower() {
        restarted(OF_TODAY);
        parking.asked = 0;
        oneByOne(event(0, "a", 0), event(1, "a", 1));
        assertThat(parking.asked).isZero();

        oneByOne(event(2, "a", 3));
        calls.clear();
        oneByOne(event(3, "a", 4), event(4, "a", 5), event(5, "b", 0));
        assertThat(calls).containsExactly(1);
        assertThat(parking.asked).isEqualTo(3);

        oneByOne(event(6, "a", 2));
        assertThat(told("a")).isEqualTo("a0 a1 a2 a3 a4 a5");
        parking.asked = 0;
        oneByOne(event(7, "a", 6));
        assertThat(parking.asked).isZero();
    }

    @Test
    void a_record_of_a_topic_made_anew_is_no_double_of_one_that_had_its_offset() {
        oneByOne(event(0, "a", 1), event(1, "b", 0));
        database.jdbc().update("delete from consumer_position");
        restarted(OF_TODAY);

        oneByOne(event(0, "b", 2), event(1, "b", 1), event(2, "a", 0));

        assertThat(told("a")).isEqualTo("a0 a1");
        assertThat(told("b")).isEqualTo("b0 b1 b2");
        assertThat(parking.count("list")).isZero();
    }

    @Test
    void of_a_directory_record_the_newest_version_counts_and_what_it_overtakes_is_not_kept() {
        StreamConsumer directory = new StreamConsumer(
                "clients",
                batch -> batch.forEach(record -> {
                    if (String.valueOf(record.value()).startsWith("wrong")) {
                        throw record.rejected("unreadable");
                    }
                    database.jdbc().update("""
                            insert into directory as held (key, version, value) values (?, ?, ?)
                            on conflict (key) do update set version = excluded.version, value = excluded.value
                             where held.version < excluded.version""", record.key(), record.place(), record.value());
                }),
                new PostgresPositions(database.jdbc()),
                parking,
                database.transaction());
        directory.apply(List.of(client(0, 2, "two"), client(1, 1, "one"), client(2, 2, "two")));
        assertThat(client()).isEqualTo("two");
        directory.apply(List.of(client(3, 3, "wrong")));
        assertThat(parking.count("clients")).isOne();
        directory.apply(List.of(client(4, 4, "wrong too")));
        assertThat(parking.count("clients")).isOne();

        directory.apply(List.of(client(5, 5, null)));

        assertThat(client()).isNull();
        assertThat(parking.count("clients")).isZero();
    }

    private String client() {
        return database.jdbc().queryForObject("select value from directory", String.class);
    }

    private static Received client(long offset, long version, String value) {
        return new Received(
                "client-directory",
                0,
                offset,
                "abc/client/c-1",
                Map.of(EventHeaders.RECORD_VERSION, Long.toString(version), EventHeaders.SUBJECT, "c-1"),
                value);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 500})
    void whatever_is_swapped_or_comes_twice_ends_as_the_ordered_log_does(int batchSize) {
        for (int run = 0; run < 6; run++) {
            long seed = new Random().nextLong();
            database.jdbc().execute("truncate stream, consumer_position, parked_record");
            restarted(OF_TODAY);
            List<Received> log = disturbed(seed, 12, 20);
            for (int from = 0; from < log.size(); from += batchSize) {
                consumer.apply(log.subList(from, Math.min(from + batchSize, log.size())));
            }
            assertThat(parking.list("list")).as("seed %d", seed).isEmpty();
            for (int subject = 0; subject < 12; subject++) {
                String id = "s" + subject + "-";
                assertThat(told(id))
                        .as("seed %d", seed)
                        .isEqualTo(String.join(
                                " ",
                                IntStream.range(0, 20).mapToObj(seq -> id + seq).toList()));
            }
        }
    }

    /** Streams woven together, a third of the records up to 30 places late, a fifth of them twice. */
    private static List<Received> disturbed(long seed, int subjects, int length) {
        Random random = new Random(seed);
        int[] next = new int[subjects];
        List<double[]> places = new ArrayList<>();
        for (int at = 0; Arrays.stream(next).sum() < subjects * length; at++) {
            int subject = random.nextInt(subjects);
            if (next[subject] < length) {
                int seq = next[subject]++;
                places.add(new double[] {at + (random.nextInt(3) == 0 ? random.nextInt(30) : 0), subject, seq});
                if (random.nextInt(5) == 0) {
                    places.add(new double[] {at + random.nextInt(30), subject, seq});
                }
            }
        }
        places.sort((one, other) -> Double.compare(one[0], other[0]));
        List<Received> log = new ArrayList<>();
        places.forEach(each -> log.add(event(log.size(), "s" + (int) each[1] + "-", (long) each[2])));
        return log;
    }

    @Test
    void headers_that_are_no_numbers_are_parked_like_any_other() {
        Received strange = new Received(
                "auth-events",
                0,
                0,
                "a",
                Map.of(EventHeaders.TYPE, "AuthAdded", EventHeaders.SEQUENCE, "99999999999999999999 \u0000"),
                "a");
        consumer.apply(List.of(strange, event(1, "b", 0)));

        assertThat(parking.list("list")).singleElement().satisfies(each -> assertThat(each.reason())
                .isEqualTo("no seq header"));
        assertThat(told("b")).isEqualTo("b0");
    }

    @Test
    void what_kafka_brings_in_one_poll_is_put_in_order_before_it_is_applied() {
        restarted(OF_TODAY);
        MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
        List<ConsumerRecord<byte[], byte[]>> poll = new ArrayList<>();
        for (long seq : new long[] {1, 0, 1}) {
            ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                    "auth-events", 0, poll.size(), "a".getBytes(UTF_8), ("a" + seq).getBytes(UTF_8));
            record.headers().add(EventHeaders.TYPE, "AuthAdded".getBytes(UTF_8));
            record.headers().add(EventHeaders.SEQUENCE, Long.toString(seq).getBytes(UTF_8));
            poll.add(record);
        }
        consumer.onMessage(poll, kafka);

        assertThat(told("a")).isEqualTo("a0 a1");
        assertThat(calls).containsExactly(2);
    }
}
