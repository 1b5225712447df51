package health.authz.platform.check;

import static health.authz.platform.PlatformFixtures.authorization;
import static health.authz.platform.PlatformFixtures.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.authz.events.AuthorizationId;
import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.Topics;
import health.authz.platform.TestDatabase;
import health.authz.platform.eventstore.EventStreams;
import health.authz.platform.eventstore.NewEvent;
import health.authz.platform.relay.RelaySignal;
import health.authz.stack.TestParts;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Stored events are looked for in a real Kafka; whoever published them, the relay or this test, makes no difference. */
class NightlyCheckTest {
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");
    private static final CheckProperties USUAL = properties(Map.of());
    private static KafkaProducer<byte[], byte[]> producer;
    private final DayClock clock = new DayClock();
    private TestDatabase database;
    private EventStreams streams;

    private static final class DayClock extends Clock {
        private Instant now = NOON;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }
    }

    private static CheckProperties properties(Map<String, String> given) {
        return new Binder(new MapConfigurationPropertySource(given)).bindOrCreate("authz.check", CheckProperties.class);
    }

    @BeforeAll
    static void topic() throws Exception {
        Map<String, Object> broker =
                Map.of("bootstrap.servers", TestParts.kafka().bootstrapServers());
        try (Admin admin = Admin.create(broker)) {
            if (!admin.listTopics().names().get().contains(Topics.AUTH_EVENTS)) {
                admin.createTopics(List.of(new NewTopic(Topics.AUTH_EVENTS, 3, (short) 1)))
                        .all()
                        .get();
            }
        }
        producer = new KafkaProducer<>(broker, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void noMore() {
        producer.close();
    }

    @BeforeEach
    void open() {
        database = new TestDatabase();
        streams = new EventStreams(database.jdbc(), clock, new RelaySignal());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void nothing_is_missing_where_everything_was_told() throws SQLException {
        AuthorizationId one = stored(3);
        relayed();
        told(one, 0, 1, 2);

        NightlyCheck check = nextNight(USUAL);

        assertThat(check.missing()).isZero();
        assertThat(check.checkedAt()).isEqualTo(clock.instant().getEpochSecond());
    }

    @Test
    void an_event_below_the_relays_position_that_was_never_told_is_missing() throws SQLException {
        AuthorizationId one = stored(3);
        relayed();
        told(one, 0, 2);

        assertThat(nextNight(USUAL).missing()).isEqualTo(1);
    }

    @Test
    void a_double_hides_no_loss() throws SQLException {
        AuthorizationId one = stored(3);
        relayed();
        told(one, 0, 1, 1);

        assertThat(nextNight(USUAL).missing()).isEqualTo(1);
    }

    @Test
    void an_event_that_was_told_again_long_after_those_behind_it_is_found() throws SQLException {
        AuthorizationId early = stored(1);
        AuthorizationId late = stored(200);
        relayed();
        told(late, everyOne(200));
        told(early, 0);

        assertThat(nextNight(USUAL).missing()).isZero();
    }

    @Test
    void what_the_relay_has_not_come_to_yet_is_not_missing() throws SQLException {
        AuthorizationId one = stored(1);
        relayed();
        told(one, 0);
        stored(5);

        assertThat(nextNight(USUAL).missing()).isZero();
    }

    @Test
    void what_was_stored_a_moment_ago_or_before_the_window_is_left_alone() throws SQLException {
        stored(2);
        clock.now = NOON.plus(Duration.ofDays(5));
        NightlyCheck check = check(USUAL);
        clock.now = clock.now.plus(Duration.ofDays(1));
        stored(2);
        relayed();

        check.look();

        assertThat(check.checkedAt()).isPositive();
        assertThat(check.missing()).isZero();
    }

    @Test
    void however_few_are_looked_for_at_once_each_loss_is_counted() throws SQLException {
        int rows = 25_000;
        AuthorizationId one = stored(rows);
        relayed();
        told(
                one,
                IntStream.range(0, rows)
                        .filter(seq -> seq != 0 && seq != 12_345 && seq != rows - 1)
                        .toArray());

        assertThat(nextNight(properties(Map.of("authz.check.events-at-once", "1000")))
                        .missing())
                .isEqualTo(3);
    }

    @Test
    void a_topic_that_is_gone_has_lost_everything() throws SQLException {
        database.transaction().executeWithoutResult(status -> streams.append(List.of(event(authorization(), 0))));
        database.jdbc().update("update domain_event_entry set type = 'CalendarAggregate'");
        relayed();

        assertThat(nextNight(USUAL).missing()).isEqualTo(1);
    }

    @Test
    void a_night_is_looked_at_once_and_by_one_instance() throws SQLException {
        stored(1);
        relayed();
        NightlyCheck one = check(USUAL);
        NightlyCheck other = new NightlyCheck(database.dataSource(), never(), USUAL, clock);
        clock.now = NOON.plus(Duration.ofDays(1));

        try (Connection third = database.dataSource().getConnection();
                Statement lock = third.createStatement()) {
            lock.execute("select pg_advisory_lock(hashtext('event check of ' || current_schema()))");
            one.look();
            assertThat(one.checkedAt()).as("another instance is at it").isZero();
            lock.execute("select pg_advisory_unlock_all()");
        }
        one.look();
        other.look();

        assertThat(other.missing()).as("what one found, the other shows").isEqualTo(1);
        assertThat(other.checkedAt()).isEqualTo(one.checkedAt()).isPositive();
        clock.now = NOON.plus(Duration.ofDays(2));
        assertThatThrownBy(other::look).as("the next night is another one").isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whoever_just_started_waits_for_the_night() throws SQLException {
        stored(1);
        relayed();
        NightlyCheck check = check(properties(Map.of("authz.check.at", "12:30")));

        check.look();
        assertThat(check.checkedAt()).isZero();
        clock.now = NOON.plus(Duration.ofMinutes(31));
        check.look();

        assertThat(check.checkedAt()).isPositive();
        assertThat(check.missing()).isEqualTo(1);
    }

    @Test
    void the_night_is_early_in_the_morning_unless_said_otherwise() {
        assertThat(USUAL.at()).isEqualTo(LocalTime.of(2, 30));
    }

    private static Supplier<Consumer<byte[], byte[]>> never() {
        return () -> {
            throw new IllegalStateException("no check was due");
        };
    }

    private NightlyCheck check(CheckProperties properties) {
        return new NightlyCheck(
                database.dataSource(),
                () -> CheckConfiguration.consumer(TestParts.kafka().bootstrapServers()),
                properties,
                clock);
    }

    private NightlyCheck nextNight(CheckProperties properties) throws SQLException {
        NightlyCheck check = check(properties);
        clock.now = NOON.plus(Duration.ofHours(15));
        check.look();
        return check;
    }

    private AuthorizationId stored(int events) {
        AuthorizationId id = authorization();
        List<NewEvent> all = new ArrayList<>();
        for (int seq = 0; seq < events; seq++) {
            all.add(event(id, seq));
        }
        database.transaction().executeWithoutResult(status -> streams.append(all));
        return id;
    }

    /** The relay says that it has sent all that is stored. */
    private void relayed() {
        database.jdbc().update("""
                insert into relay_position (source, position)
                select 'domain_event_entry', max(global_index) from domain_event_entry""");
    }

    private static int[] everyOne(int events) {
        return IntStream.range(0, events).toArray();
    }

    private static void told(AuthorizationId id, int... sequences) {
        for (int seq : sequences) {
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(Topics.AUTH_EVENTS, bytes(id.toString()), bytes("{}"));
            record.headers().add(EventHeaders.ID, bytes(id + ":" + seq));
            producer.send(record);
        }
        producer.flush();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
