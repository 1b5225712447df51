package health.authz.authorizationlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import health.authz.authorizationlist.projection.AuthorizationListProjection;
import health.authz.authorizationlist.projection.OpenAlertsProjection;
import health.authz.authorizationlist.projection.RowAlerts;
import health.authz.authorizationlist.projection.RowClients;
import health.authz.authorizationlist.view.AuthorizationFilter;
import health.authz.authorizationlist.view.AuthorizationRow;
import health.authz.authorizationlist.view.AuthorizationRows;
import health.authz.authorizationlist.view.Status;
import health.authz.directorylist.projection.ClientProjection;
import health.authz.directorylist.projection.ReferenceProjection;
import health.authz.directorylist.view.Directory;
import health.authz.events.AlertId;
import health.authz.events.AuthorizationId;
import health.authz.events.OperationId;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.events.alert.AlertEvent.AlertClosed;
import health.authz.events.alert.AlertEvent.CloseCause;
import health.authz.events.authorization.AuthorizationEvent.AuthRestored;
import health.authz.events.authorization.AuthorizationEvent.AuthVoided;
import health.authz.events.authorization.ChangeReason;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.envelope.Topics;
import health.authz.paging.KeysetPages;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.Received;
import health.authz.platform.consuming.RecordRejected;
import health.authz.platform.security.Caller;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.Page;
import health.authz.platform.web.QueryParameters;
import health.authz.query.Facts;
import health.authz.rebuild.ListStates;
import health.authz.rebuild.MongoParkingLot;
import health.authz.rebuild.ReadModel;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What projections and filters promise on any server that speaks MongoDB's protocol. */
abstract class ReadModelContract {
    private static final String ONE = Facts.id(1);
    private static final Caller CALLER = new Caller(
            new TenantId(Facts.TENANT),
            new UserId("biller"),
            Set.of(),
            Caller.DivisionScope.ALL,
            Caller.ClientScope.ALL,
            "");
    private static final QueryParameters FIRST =
            QueryParameters.of(Map.of("limit", "1", "status", "ACTIVE,EXPIRED"), Set.of("limit", "status"));
    private MongoClient server;
    private ReadModel model;
    private BatchHandler authorizations;
    private BatchHandler clients;
    private BatchHandler alerts;

    abstract String uri();

    @BeforeEach
    void empty() {
        server = MongoClients.create(uri());
        model = new ReadModel(
                server.getDatabase("t" + UUID.randomUUID().toString().substring(0, 8)));
        model.ensureIndexes();
        RowClients rowClients = new RowClients(model);
        RowAlerts rowAlerts = new RowAlerts(model);
        authorizations = new AuthorizationListProjection(model, rowClients, rowAlerts);
        clients = new ClientProjection(model, rowClients);
        alerts = new OpenAlertsProjection(model, rowAlerts);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static Received added() {
        return added(1);
    }

    private static Received added(int number) {
        String id = Facts.id(number);
        return Facts.event(
                Topics.AUTH_EVENTS,
                id,
                0,
                0,
                Facts.added(id, "c-1", "H0031", LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31), "12"));
    }

    private static Received held() {
        return held(1);
    }

    private static Received held(int number) {
        String id = Facts.id(number);
        return Facts.event(Topics.AUTH_EVENTS, id, 1, 1, Facts.held(id, "10", "2"));
    }

    private static Received client(long offset, String family) {
        return Facts.directory(Topics.CLIENT_DIRECTORY, "client", "c-1", offset, Facts.client(family, "adult", "clin"));
    }

    private Document row() {
        return model.authorizations().find(new Document("_id", ONE)).first();
    }

    @Test
    void the_same_records_twice_are_once_and_one_by_one_is_as_at_once() {
        authorizations.handle(List.of(added(), held()));
        Document once = row();
        authorizations.handle(List.of(added(), held()));
        assertThat(row()).isEqualTo(once);
        assertThat(once.get(ReadModel.FIRST_LINE, Document.class)).containsEntry("type", "AuthAdded");
        assertThat(model.history().countDocuments()).isEqualTo(1);
        model.authorizations().deleteMany(new Document());
        authorizations.handle(List.of(added()));
        authorizations.handle(List.of(held()));
        assertThat(row()).isEqualTo(once);
    }

    @Test
    void what_is_voided_and_comes_back_is_as_before_and_listed_with_both_operations() {
        authorizations.handle(List.of(added()));
        Document before = row();
        AuthorizationId id = AuthorizationId.of(ONE);
        OperationId undo = new OperationId(new UUID(1, 1));
        OperationId redo = new OperationId(new UUID(1, 2));
        authorizations.handle(List.of(
                Facts.event(Topics.AUTH_EVENTS, ONE, 1, 1, new AuthVoided(id, ChangeReason.CORRECTION, undo, null))));
        assertThat(row().getString("state")).isEqualTo("VOIDED");

        authorizations.handle(List.of(
                Facts.event(Topics.AUTH_EVENTS, ONE, 2, 2, new AuthRestored(id, ChangeReason.CORRECTION, redo, undo))));

        assertThat(row().getString("state")).isEqualTo(before.getString("state"));
        assertThat(row().toJson()).contains(undo.toString(), redo.toString());
        assertThat(model.history().countDocuments()).isEqualTo(2);
    }

    @Test
    void records_twice_in_one_batch_are_once() {
        authorizations.handle(List.of(added(), held()));
        Document once = row();
        model.authorizations().deleteMany(new Document());
        model.history().deleteMany(new Document());
        authorizations.handle(List.of(added(), added(), held(), held(), added()));
        assertThat(row()).isEqualTo(once);
        assertThat(model.history().countDocuments()).isEqualTo(1);
    }

    @Test
    void a_batch_that_came_again_after_some_of_it_was_written_ends_as_if_it_came_once() {
        List<Received> batch = List.of(added(1), added(2), held(), added(3));
        authorizations.handle(batch);
        List<Document> once = rows();
        model.authorizations().deleteMany(new Document());
        model.history().deleteMany(new Document());
        authorizations.handle(List.of(added(1)));
        assertThat(row()).isNotEqualTo(once.getFirst());
        authorizations.handle(batch);
        assertThat(rows()).isEqualTo(once);
        assertThat(model.history().countDocuments()).isEqualTo(1);
    }

    @Test
    void what_a_row_repeats_is_made_up_for_when_its_writer_died_before_and_the_batch_comes_again() {
        authorizations.handle(List.of(added()));
        Document bare = row();
        clients.handle(List.of(client(1, "Sample")));
        alerts.handle(List.of(raised()));
        Document whole = row();
        assertThat(whole).isNotEqualTo(bare);
        model.authorizations().replaceOne(new Document("_id", ONE), bare);
        authorizations.handle(List.of(added()));
        assertThat(row()).isEqualTo(whole);
    }

    /** Older records always have both names, newer ones leave a given name out or say that there is none. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"family\":\"Suharto\"}", "{\"family\":\"Suharto\",\"given\":null}"})
    void who_has_one_name_is_shown_sorted_and_found_by_it(String name) {
        Received told = client(1, "Suharto");
        String both = "{\"family\":\"Suharto\",\"given\":\"Robin\"}";
        assertThat(told.value()).contains(both);
        clients.handle(List.of(new Received(
                told.topic(), 0, 1, told.key(), told.headers(), told.value().replace(both, name))));
        authorizations.handle(List.of(added()));

        assertThat(row()).containsEntry("clientName", "Suharto").containsEntry("clientNameKey", "suharto");
        assertThat(model.clients().find().first())
                .containsEntry("given", null)
                .containsEntry("displayName", "Suharto")
                .containsEntry("nameKey", "suharto")
                .containsEntry("search", "suharto c-1");
    }

    @Test
    void an_alert_raised_and_closed_in_one_batch_is_closed_and_stays_so_when_it_comes_again() {
        authorizations.handle(List.of(added()));
        alerts.handle(List.of(raised(), closed(), closed()));
        Document once = row();
        assertThat(once.get("alerts", Document.class)
                        .get("LOW_UNITS", Number.class)
                        .longValue())
                .isEqualTo(3);
        alerts.handle(List.of(raised()));
        alerts.handle(List.of(closed()));
        assertThat(row()).isEqualTo(once);
    }

    @Test
    void an_alert_closed_before_it_was_raised_is_rejected_and_changes_nothing() {
        authorizations.handle(List.of(added()));
        Document before = row();
        assertThatThrownBy(() -> alerts.handle(List.of(closed()))).isInstanceOf(RecordRejected.class);
        assertThat(row()).isEqualTo(before);
    }

    private List<Document> rows() {
        return model.authorizations().find().sort(new Document("_id", 1)).into(new ArrayList<>());
    }

    private static Received raised() {
        return Facts.event(Topics.ALERT_EVENTS, Facts.id(501), 0, 0, Facts.raised(ONE, 1));
    }

    private static Received closed() {
        return Facts.event(
                Topics.ALERT_EVENTS,
                Facts.id(501),
                1,
                1,
                new AlertClosed(AlertId.of(Facts.id(501)), CloseCause.UNITS_ABOVE_LEVEL));
    }

    @Test
    void a_gap_is_rejected_and_changes_nothing() {
        assertThatThrownBy(() -> authorizations.handle(List.of(held()))).isInstanceOf(RecordRejected.class);
        assertThat(row()).isNull();
    }

    @Test
    void an_event_that_cannot_be_read_is_rejected_in_its_turn_and_changes_nothing() {
        Received held = held();
        Received unreadable = new Received(
                held.topic(), held.partition(), held.offset(), held.key(), held.headers(), "{\"units\": []}");
        assertThatThrownBy(() -> authorizations.handle(List.of(added(), unreadable)))
                .isInstanceOfSatisfying(
                        RecordRejected.class, told -> assertThat(told.record()).isEqualTo(unreadable));
        assertThat(row()).isNull();
        authorizations.handle(List.of(added(), held));
        authorizations.handle(List.of(unreadable));
        assertThat(row().get("seq", Number.class).longValue())
                .as("what is wrong with a repetition is not told")
                .isEqualTo(1);
    }

    @Test
    void many_rows_that_two_instances_write_and_change_at_once_are_each_once() {
        List<Received> made =
                IntStream.rangeClosed(1, 250).mapToObj(ReadModelContract::added).toList();
        List<Received> changed =
                IntStream.rangeClosed(1, 250).mapToObj(ReadModelContract::held).toList();
        for (List<Received> batch : List.of(made, changed)) {
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(() -> authorizations.handle(batch)),
                            CompletableFuture.runAsync(() -> authorizations.handle(batch)))
                    .join();
        }
        assertThat(rows())
                .hasSize(250)
                .allSatisfy(row -> assertThat(row).containsEntry("seq", 1L).containsEntry("pending", 1_000L));
        assertThat(model.history().countDocuments()).isEqualTo(250);
    }

    @Test
    void a_count_is_kept_until_the_list_has_a_new_version_which_a_released_record_makes_too() {
        AuthorizationRows rows = new AuthorizationRows(
                model, new Directory(model, Clock.systemUTC()), new KeysetPages(new Cursors("secret")));
        clients.handle(List.of(client(1, "Sample")));
        authorizations.handle(List.of(added(1), added(2)));
        Page<AuthorizationRow> before = rows.page(CALLER, FIRST, version());
        authorizations.handle(List.of(added(3)));
        assertThat(rows.page(CALLER, FIRST, version()).count()).isEqualTo(2);
        new MongoParkingLot(model, Clock.systemUTC()).release("authorizations", List.of());
        Page<AuthorizationRow> after = rows.page(CALLER, FIRST, version());
        assertThat(after.count()).isEqualTo(3);
        assertThat(after.listVersion()).isNotEqualTo(before.listVersion());
    }

    private String version() {
        return new ListStates(model).seen().version();
    }

    @RepeatedTest(10)
    void client_and_alert_records_before_during_and_after_end_in_the_same_row() {
        List<Runnable> steps = new ArrayList<>(List.of(
                () -> {
                    authorizations.handle(List.of(added()));
                    authorizations.handle(List.of(held()));
                },
                () -> {
                    clients.handle(List.of(client(1, "Old")));
                    clients.handle(List.of(client(2, "Sample")));
                },
                () -> alerts.handle(
                        List.of(Facts.event(Topics.ALERT_EVENTS, Facts.id(501), 0, 0, Facts.raised(ONE, 1))))));
        java.util.Collections.shuffle(steps, new Random());
        CompletableFuture.allOf(steps.stream().map(CompletableFuture::runAsync).toArray(CompletableFuture[]::new))
                .join();
        assertThat(row().getString("clientName")).isEqualTo("Sample, Robin");
        assertThat(row().get("clientVersion", Number.class).longValue()).isEqualTo(2);
        assertThat(row().get("seq", Number.class).longValue()).isEqualTo(1);
        assertThat(row().get("alerts", Document.class)
                        .get("LOW_UNITS", Number.class)
                        .longValue())
                .isEqualTo(2);
    }

    @Test
    void a_tombstone_erases_the_name_and_keeps_the_id_and_an_older_record_brings_nothing_back() {
        authorizations.handle(List.of(added()));
        clients.handle(List.of(client(1, "Sample")));
        clients.handle(List.of(Facts.directory(Topics.CLIENT_DIRECTORY, "client", "c-1", 2, null)));
        clients.handle(List.of(client(1, "Sample")));
        assertThat(row().toJson()).doesNotContain("ample").contains("c-1");
        assertThat(model.clients().find().first().toJson()).doesNotContain("ample");
    }

    @ParameterizedTest
    @CsvSource({
        "clientId, c-1, c-2",
        "billingCode, H0031, H2014",
        "status, 'EXHAUSTED,ACTIVE', VOIDED",
        "unmanaged, false, true",
        "numberMissing, true, false",
        "clientActive, any, false",
        "startsFrom, 2026-01-01, 2026-01-02",
        "startsTo, 2026-01-01, 2025-12-31",
        "endsFrom, 2026-12-31, 2027-01-01",
        "endsTo, 2026-12-31, 2026-12-30",
        "expiresWithinDays, 38, 37",
        "remainingAtMost, 12, 11.99",
        "remainingAtLeast, 12, 12.01",
        "alertOpen, LOW_UNITS, false",
        "q, samp rob, nobody",
        "q, h0031, h9",
        "q, 4471, 4472",
        "q, 60817, 6081",
        "q, #60817, #60818",
        "q, samp 60817, samp 60818",
        "q, 0060817, 99999999999999999999",
        "divisionId, adult, child",
        "authorizationNumber, '', 77"
    })
    void each_filter_lets_a_row_in_and_keeps_it_out(String name, String in, String out) {
        new ReferenceProjection(model)
                .handle(List.of(
                        Facts.directory(
                                Topics.REFERENCE_DIRECTORY, "division", "adult", 1, new DivisionRecord("A", "UTC")),
                        Facts.directory(
                                Topics.REFERENCE_DIRECTORY,
                                "division",
                                "child",
                                2,
                                new DivisionRecord("B", "Pacific/Kiritimati"))));
        authorizations.handle(List.of(added()));
        clients.handle(List.of(client(1, "Sample")));
        alerts.handle(List.of(Facts.event(Topics.ALERT_EVENTS, Facts.id(501), 0, 0, Facts.raised(ONE, 1))));
        assertThat(count(name, in)).isEqualTo(1);
        assertThat(count(name, out)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clientActive=any&status=ACTIVE,PENDING_START,EXHAUSTED,EXPIRED,INACTIVE,VOIDED | 0",
                "status=VOIDED,EXPIRED,EXHAUSTED,ACTIVE                                         | 0",
                "status=PENDING_START&clientActive=any                                          | 0",
                "status=                                                                        | 0",
                "clientId=c-east&status=ACTIVE,PENDING_START,EXPIRED                            | 0",
                "divisionId=$east&endsTo=2026-11-23&status=EXHAUSTED,EXPIRED,INACTIVE           | 1",
                "unmanaged=true&startsFrom=2026-11-24&status=ACTIVE,EXHAUSTED,EXPIRED           | 1",
                "remainingAtLeast=1&expiresWithinDays=0&q=sample                                | 0",
                "clientId=stranger&status=ACTIVE,VOIDED                                         | 2"
            })
    void a_summary_tells_of_each_status_what_a_count_of_it_alone_tells(String query, int none) {
        new ReferenceProjection(model).handle(EveryStatus.divisions());
        clients.handle(EveryStatus.clients());
        authorizations.handle(EveryStatus.authorizations());
        AuthorizationRows rows = new AuthorizationRows(
                model,
                new Directory(model, Clock.fixed(EveryStatus.NOW, ZoneOffset.UTC)),
                new KeysetPages(new Cursors("secret")));
        QueryParameters asked = filter(query);
        Map<String, Long> alone = new LinkedHashMap<>();
        for (Status status : new TreeSet<>(AuthorizationFilter.statuses(asked))) {
            Map<String, String> one = new HashMap<>(asked.all());
            one.put("status", status.name());
            alone.put(
                    status.name(),
                    rows.count(CALLER, QueryParameters.of(one, AuthorizationFilter.NAMES), Integer.MAX_VALUE));
        }

        Map<String, Object> summary = rows.summary(CALLER, asked);

        assertThat(summary)
                .isEqualTo(Map.of(
                        "count",
                        alone.values().stream().mapToLong(Long::longValue).sum(),
                        "byStatus",
                        alone));
        assertThat(((Map<?, ?>) summary.get("byStatus")).keySet().toArray())
                .as("in the order of their lives")
                .isEqualTo(alone.keySet().toArray());
        assertThat(alone.values().stream().filter(count -> count == 0)).hasSize(none);
    }

    private static QueryParameters filter(String query) {
        Map<String, String> given = new HashMap<>();
        for (String each : query.split("&")) {
            given.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }
        return QueryParameters.of(given, AuthorizationFilter.NAMES);
    }

    private long count(String name, String value) {
        Directory directory = new Directory(model, Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC));
        return model.authorizations()
                .countDocuments(AuthorizationFilter.of(
                        QueryParameters.of(Map.of(name, value), AuthorizationFilter.NAMES),
                        CALLER,
                        directory,
                        directory.days(CALLER)));
    }
}
