package health.authz.authorizationlist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import health.authz.authorizationlist.projection.AuthorizationListProjection;
import health.authz.authorizationlist.projection.OpenAlertsProjection;
import health.authz.authorizationlist.projection.RowAlerts;
import health.authz.authorizationlist.projection.RowClients;
import health.authz.events.AlertId;
import health.authz.events.alert.AlertEvent.AlertClosed;
import health.authz.events.alert.AlertEvent.CloseCause;
import health.authz.events.envelope.EventTypes;
import health.authz.events.envelope.Topics;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.ParkingLot;
import health.authz.platform.consuming.Received;
import health.authz.platform.consuming.StreamConsumer;
import health.authz.query.Facts;
import health.authz.rebuild.MongoParkingLot;
import health.authz.rebuild.MongoPositions;
import health.authz.rebuild.ReadModel;
import health.authz.stack.TestParts;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.support.TransactionOperations;

/** What comes late, twice or before its time ends in the list of the ordered log; there are no transactions here. */
class LateEventsTest {
    private static final Predicate<String> ALL =
            type -> EventTypes.classOf(type).isPresent();
    private static final int ROWS = 15;
    private static final int EVENTS = 12;
    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("earliest");
    private final AtomicBoolean diesBeforeRelease = new AtomicBoolean();
    private MongoClient server;
    private ReadModel model;
    private StreamConsumer list;
    private long offset;

    @BeforeEach
    void open() {
        server = MongoClients.create(TestParts.mongo().uri());
        model = empty();
        list = started(ALL);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private ReadModel empty() {
        ReadModel empty = new ReadModel(
                server.getDatabase("t" + UUID.randomUUID().toString().substring(0, 8)));
        empty.ensureIndexes();
        offset = 0;
        return empty;
    }

    private StreamConsumer started(Predicate<String> types) {
        RowAlerts alerts = new RowAlerts(model);
        return started(
                "authorization-list",
                new AuthorizationListProjection(model, new RowClients(model), alerts),
                Topics.AUTH_EVENTS,
                types);
    }

    private StreamConsumer started(String name, BatchHandler handler, String topic, Predicate<String> types) {
        ParkingLot lot = new MongoParkingLot(model, Clock.systemUTC()) {
            @Override
            public void release(String consumer, Collection<Parked> records) {
                if (diesBeforeRelease.getAndSet(false)) {
                    throw new DataAccessResourceFailureException("away");
                }
                super.release(consumer, records);
            }
        };
        StreamConsumer consumer = new StreamConsumer(
                name, handler, new MongoPositions(model), lot, TransactionOperations.withoutTransaction(), types);
        TopicPartition partition = new TopicPartition(topic, 0);
        kafka.assign(List.of(partition));
        consumer.onPartitionsAssigned(kafka, List.of(partition));
        return consumer;
    }

    private Received event(int row, int seq) {
        String id = Facts.id(row);
        return seq == 0
                ? Facts.event(
                        Topics.AUTH_EVENTS, id, 0, 0, Facts.added(id, "c-1", "H0031", Facts.START, Facts.END, "12"))
                : Facts.event(
                        Topics.AUTH_EVENTS,
                        id,
                        seq,
                        0,
                        Facts.held(id, Integer.toString(seq % 12), Integer.toString(12 - seq % 12)));
    }

    private void bring(Received... records) {
        bring(list, List.of(records));
    }

    private void bring(StreamConsumer consumer, List<Received> records) {
        List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
        for (Received record : records) {
            ConsumerRecord<byte[], byte[]> sent = new ConsumerRecord<>(
                    record.topic(),
                    0,
                    offset++,
                    record.key().getBytes(UTF_8),
                    String.valueOf(record.value()).getBytes(UTF_8));
            record.headers().forEach((name, value) -> sent.headers().add(name, value.getBytes(UTF_8)));
            batch.add(sent);
        }
        consumer.onMessage(batch, kafka);
    }

    private long seq(int row) {
        Document found =
                model.authorizations().find(new Document("_id", Facts.id(row))).first();
        return found == null ? -1 : found.get("seq", Number.class).longValue();
    }

    private List<Document> rows() {
        return model.authorizations().find().sort(new Document("_id", 1)).into(new ArrayList<>());
    }

    private List<Document> history() {
        return model.history().find().sort(new Document("_id", 1)).into(new ArrayList<>());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void what_came_before_its_time_is_applied_when_the_missing_one_comes(int batch) {
        List<Received> log = List.of(event(1, 1), event(1, 0), event(1, 1));
        for (int from = 0; from < log.size(); from += batch) {
            bring(list, log.subList(from, from + batch));
        }
        assertThat(seq(1)).isEqualTo(1);
        assertThat(model.parked().countDocuments()).isZero();
        assertThat(model.history().countDocuments()).isEqualTo(1);
    }

    @Test
    void a_process_that_dies_between_the_healed_row_and_the_lot_changes_nothing_but_the_time() {
        bring(event(1, 1));
        diesBeforeRelease.set(true);
        assertThatThrownBy(() -> bring(event(1, 0))).isInstanceOf(DataAccessResourceFailureException.class);
        assertThat(seq(1)).as("rows first").isEqualTo(1);
        assertThat(model.parked().countDocuments()).isOne();

        offset--;
        list = started(ALL);
        bring(event(1, 0), event(1, 2));

        assertThat(seq(1)).isEqualTo(2);
        assertThat(model.parked().countDocuments()).isZero();
    }

    @Test
    void a_type_of_a_later_version_bars_its_row_alone_until_a_version_that_knows_it_starts() {
        list = started(ALL.and(type -> !type.equals("UnitsHeld")));
        bring(event(1, 0), event(1, 1), event(2, 0));
        bring(event(1, 2), event(1, 3));

        assertThat(seq(1)).isZero();
        assertThat(seq(2)).isZero();
        assertThat(new MongoParkingLot(model, Clock.systemUTC()).list("authorization-list"))
                .containsExactly(new ParkingLot.ParkedSubject(
                        "authorization-list",
                        Topics.AUTH_EVENTS,
                        Facts.id(1),
                        Facts.id(1),
                        "UnitsHeld",
                        "unknown-type",
                        3));

        list = started(ALL);

        assertThat(seq(1)).isEqualTo(3);
        assertThat(model.parked().countDocuments()).isZero();
    }

    @Test
    void what_a_version_before_parked_by_key_is_taken_up_at_the_start() {
        bring(event(1, 1), event(1, 2));
        model.parked()
                .updateMany(new Document(), new Document("$unset", new Document("subject", 1).append("place", 1)));
        bring(event(2, 0));
        Document late = new Document("_id", "authorization-list/auth-events-0@1b")
                .append("consumer", "authorization-list")
                .append("topic", Topics.AUTH_EVENTS)
                .append("partition", 0)
                .append("offset", 1L)
                .append("key", Facts.id(1))
                .append(
                        "headers",
                        new Document(new java.util.HashMap<>(event(1, 0).headers())))
                .append("value", event(1, 0).value())
                .append("reason", "follows a parked record")
                .append("parkedAt", new java.util.Date());
        model.parked().insertOne(late);

        list = started(ALL);

        assertThat(seq(1)).isEqualTo(2);
        assertThat(model.parked().countDocuments()).isZero();
    }

    @Test
    void in_a_database_that_was_emptied_nothing_is_taken_for_a_gap() {
        bring(event(1, 0));
        server.getDatabase(model.parked().getNamespace().getDatabaseName()).drop();

        bring(event(1, 1), event(2, 1));

        assertThat(model.parked().countDocuments()).isZero();
        assertThat(rows()).isEmpty();
        offset = 0;
        bring(event(1, 0), event(1, 1), event(2, 1));
        assertThat(seq(1)).isEqualTo(1);
        assertThat(model.parked().countDocuments()).isOne();
    }

    @Test
    void an_alert_that_is_heard_to_be_closed_first_is_closed_once_it_is_heard_to_be_raised() {
        bring(event(1, 0));
        StreamConsumer alerts =
                started("open-alerts", new OpenAlertsProjection(model, new RowAlerts(model)), Topics.ALERT_EVENTS, ALL);
        Received raised = Facts.event(Topics.ALERT_EVENTS, Facts.id(501), 0, 0, Facts.raised(Facts.id(1), 1));
        Received closed = Facts.event(
                Topics.ALERT_EVENTS,
                Facts.id(501),
                1,
                1,
                new AlertClosed(AlertId.of(Facts.id(501)), CloseCause.UNITS_ABOVE_LEVEL));

        bring(alerts, List.of(closed));
        assertThat(model.parked().countDocuments()).isOne();
        bring(alerts, List.of(raised));

        assertThat(rows().getFirst().get("alerts", Document.class).get("LOW_UNITS", Number.class))
                .isEqualTo(3L);
        assertThat(model.parked().countDocuments()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 500})
    void a_rebuild_over_a_log_with_doubles_and_swaps_gives_the_list_of_the_ordered_one(int batch) {
        List<Received> ordered = new ArrayList<>();
        for (int seq = 0; seq < EVENTS; seq++) {
            for (int row = 1; row <= ROWS; row++) {
                ordered.add(event(row, seq));
            }
        }
        bring(list, ordered);
        List<Document> rows = rows();
        List<Document> history = history();
        long seed = new Random().nextLong();
        model = empty();
        list = started(ALL);

        List<Received> log = disturbed(ordered, new Random(seed));
        for (int from = 0; from < log.size(); from += batch) {
            bring(list, log.subList(from, Math.min(from + batch, log.size())));
        }

        assertThat(rows()).as("seed %d", seed).isEqualTo(rows).hasSize(ROWS);
        assertThat(history()).as("seed %d", seed).isEqualTo(history);
        assertThat(model.parked().countDocuments()).as("seed %d", seed).isZero();
    }

    /** Every third record up to 40 places late, every fifth twice. */
    private static List<Received> disturbed(List<Received> ordered, Random random) {
        record Placed(Received record, int place) {}
        List<Placed> placed = new ArrayList<>();
        for (int i = 0; i < ordered.size(); i++) {
            placed.add(new Placed(ordered.get(i), i + (random.nextInt(3) == 0 ? random.nextInt(40) : 0)));
            if (random.nextInt(5) == 0) {
                placed.add(new Placed(ordered.get(i), i + random.nextInt(60)));
            }
        }
        placed.sort(Comparator.comparingInt(Placed::place));
        return placed.stream().map(Placed::record).toList();
    }
}
