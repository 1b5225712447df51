package health.authz.authorization.application;

import static health.authz.authorization.domain.Change.keep;
import static health.authz.events.Units.units;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasToString;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import health.authz.authorization.domain.AuthorizationCommand;
import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.InactivateAuthorization;
import health.authz.authorization.domain.NoteState;
import health.authz.authorization.domain.PatchAuthorization;
import health.authz.authorization.domain.PutNote;
import health.authz.authorization.domain.ReactivateAuthorization;
import health.authz.authorization.domain.RequestedValues;
import health.authz.authorization.domain.SupersedeAuthorization;
import health.authz.authorization.domain.VoidAuthorization;
import health.authz.events.AuthorizationId;
import health.authz.events.BeforeAfter;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.NoteId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.authorization.AuthorizationEvent.AuthFieldsPatched;
import health.authz.events.authorization.AuthorizationEvent.AuthInactivated;
import health.authz.events.authorization.AuthorizationEvent.AuthReactivated;
import health.authz.events.authorization.AuthorizationEvent.AuthSuperseded;
import health.authz.events.authorization.AuthorizationEvent.AuthVoided;
import health.authz.events.authorization.AuthorizationEvent.ReturnCause;
import health.authz.events.authorization.AuthorizationEvent.UnitsConsumed;
import health.authz.events.authorization.AuthorizationEvent.UnitsHeld;
import health.authz.events.authorization.AuthorizationEvent.UnitsHoldAmended;
import health.authz.events.authorization.AuthorizationEvent.UnitsReturned;
import health.authz.events.authorization.ChangeReason;
import health.authz.events.authorization.UnitTotals;
import health.authz.stack.TestParts;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.ResultValidator;
import org.flywaydb.core.Flyway;
import org.hamcrest.Matcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The shell as Axon runs it: one accepted and one refused case per command, beside the real tables. */
class AuthorizationAggregateTest {
    private static final String SCHEMA = "authorization_aggregate";
    private static final AuthorizationId ID = AuthorizationId.of("01a20000-0000-8000-8000-000000000001");
    private static final AuthorizationId OTHER = AuthorizationId.of("01a20000-0000-8000-8000-000000000002");
    private static final NoteId NOTE = new NoteId("n-1");
    private static final LocalDate START = LocalDate.of(2026, 12, 1);
    private static final LocalDate END = LocalDate.of(2027, 5, 31);
    private static final LocalDate TODAY = LocalDate.of(2026, 12, 10);
    private static final AuthAdded ADDED = new AuthAdded(
            ID,
            new TenantId("abc-therapeutic"),
            1001,
            new ClientId("c-1"),
            new BillingCode("H0031"),
            new PayerId("bcbs"),
            null,
            null,
            START,
            END,
            null,
            null,
            false,
            totals("12", "0", "0"),
            null,
            null,
            null,
            null);
    private static final UnitsHeld HELD = new UnitsHeld(ID, NOTE, TODAY, units("10"), totals("2", "10", "0"));
    private static final UnitsConsumed CONSUMED =
            new UnitsConsumed(ID, NOTE, TODAY, units("10"), totals("2", "0", "10"));
    private static final AuthInactivated INACTIVATED = new AuthInactivated(ID, ChangeReason.OTHER);
    private static final AuthVoided VOIDED = new AuthVoided(ID, ChangeReason.CORRECTION, null, null);

    private static HikariDataSource database;
    private static JdbcTemplate jdbc;
    private AggregateTestFixture<AuthorizationAggregate> fixture;

    @BeforeAll
    static void migrate() throws SQLException {
        try (Connection admin = TestParts.postgres().admin();
                Statement statement = admin.createStatement()) {
            statement.execute("create schema " + SCHEMA);
        }
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(TestParts.postgres().url() + "?currentSchema=" + SCHEMA);
        pool.setUsername("postgres");
        pool.setMaximumPoolSize(2);
        database = new HikariDataSource(pool);
        Flyway.configure()
                .dataSource(database)
                .schemas(SCHEMA)
                .locations("classpath:db/platform", "classpath:db/migration")
                .outOfOrder(true)
                .load()
                .migrate();
        jdbc = new JdbcTemplate(database);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void fixture() {
        jdbc.execute("truncate authorization_window, authorization_comment");
        fixture = new AggregateTestFixture<>(AuthorizationAggregate.class);
        fixture.registerInjectableResource(new AuthorizationWindows(jdbc));
        fixture.registerInjectableResource(new AuthorizationSnapshots(jdbc));
        fixture.registerInjectableResource(
                new AuthorizationComments(jdbc, Clock.fixed(Instant.parse("2026-12-10T12:00:00Z"), ZoneOffset.UTC)));
    }

    private static UnitTotals totals(String remaining, String pending, String consumed) {
        return new UnitTotals(units("12"), units(remaining), units(pending), units(consumed), units("0"), units("0"));
    }

    private static PutNote note(String quantity, NoteState state, LocalDate service) {
        return new PutNote(ID, NOTE, service, units(quantity), state, null, false, 30, TODAY);
    }

    private static PatchAuthorization end(LocalDate end) {
        RequestedValues values = new RequestedValues(
                keep(), keep(), keep(), keep(), Change.set(end), keep(), keep(), keep(), keep(), keep());
        return new PatchAuthorization(ID, values, null, null, true, true, true, ChangeReason.CORRECTION, null, TODAY);
    }

    private ResultValidator<AuthorizationAggregate> when(AuthorizationCommand command, AuthorizationEvent... given) {
        return when(command, null, given);
    }

    private ResultValidator<AuthorizationAggregate> when(
            AuthorizationCommand command, @Nullable String comment, AuthorizationEvent... given) {
        return fixture.given((Object[]) given).when(AuthorizationTarget.of(command, comment), Map.of("actor", "u-7"));
    }

    private void accepted(AuthorizationCommand command, AuthorizationEvent then, AuthorizationEvent... given) {
        when(command, given).expectSuccessfulHandlerExecution().expectEvents(then);
    }

    /** Refused for this reason; neither an event nor a window is left behind. */
    private void refused(AuthorizationCommand command, String slug, AuthorizationEvent... given) {
        when(command, "please", given)
                .expectNoEvents()
                .expectException(CommandRejected.class)
                .expectExceptionMessage(slug);
        assertThat(windows()).isEmpty();
        assertThat(comments()).isEmpty();
    }

    private static List<String> windows() {
        return jdbc.queryForList("select state || ' ' || end_date from authorization_window", String.class);
    }

    private static List<String> comments() {
        return jdbc.queryForList(
                "select seq || ' ' || actor || ' ' || comment from authorization_comment", String.class);
    }

    @Test
    void a_patch_changes_what_it_names_and_moves_the_window() {
        accepted(
                end(END.plusDays(1)),
                new AuthFieldsPatched(
                        ID,
                        null,
                        null,
                        null,
                        null,
                        new BeforeAfter<>(END, END.plusDays(1)),
                        null,
                        null,
                        null,
                        null,
                        null,
                        ADDED.totals(),
                        ChangeReason.CORRECTION,
                        null,
                        null),
                ADDED);
        assertThat(windows()).containsExactly("USABLE 2027-06-01");
    }

    @Test
    void a_patch_that_ends_before_it_starts_is_refused() {
        refused(end(START.minusDays(1)), "dates-reversed", ADDED);
    }

    @Test
    void a_draft_note_holds_units() {
        accepted(note("10", NoteState.DRAFT, TODAY), HELD, ADDED);
    }

    @Test
    void a_note_of_one_hundredth_more_than_remains_is_refused() {
        refused(note("12.01", NoteState.DRAFT, TODAY), "not-enough-units", ADDED);
    }

    @Test
    void a_held_note_is_amended() {
        accepted(
                note("11", NoteState.DRAFT, TODAY),
                new UnitsHoldAmended(ID, NOTE, TODAY, units("11"), totals("1", "11", "0")),
                ADDED,
                HELD);
    }

    @Test
    void a_held_note_moved_past_the_window_is_refused() {
        refused(note("10", NoteState.DRAFT, END.plusDays(1)), "outside-window", ADDED, HELD);
    }

    @Test
    void a_released_note_consumes_its_units() {
        accepted(note("10", NoteState.RELEASED, TODAY), CONSUMED, ADDED, HELD);
    }

    @Test
    void a_release_of_more_than_remains_is_refused() {
        refused(note("12.01", NoteState.RELEASED, TODAY), "not-enough-units", ADDED, HELD);
    }

    @Test
    void a_voided_note_gives_its_units_back() {
        accepted(
                note("10", NoteState.VOIDED, TODAY),
                new UnitsReturned(ID, NOTE, TODAY, units("10"), ReturnCause.DRAFT_VOIDED, ADDED.totals()),
                ADDED,
                HELD);
    }

    @Test
    void a_note_that_was_never_put_is_voided_without_an_event() {
        when(note("10", NoteState.VOIDED, TODAY), "again", ADDED)
                .expectNoEvents()
                .expectResultMessagePayloadMatching(outcomeUnchanged());
        assertThat(comments()).isEmpty();
    }

    private static Matcher<Outcome> outcomeUnchanged() {
        return hasToString(containsString("changed=false"));
    }

    @Test
    void an_inactivation_closes_the_window_and_keeps_its_comment_beside_the_event() {
        when(new InactivateAuthorization(ID, ChangeReason.OTHER), "moved away", ADDED)
                .expectSuccessfulHandlerExecution()
                .expectEvents(INACTIVATED);
        assertThat(windows()).containsExactly("INACTIVE 2027-05-31");
        assertThat(comments()).containsExactly("1 u-7 moved away");
    }

    @Test
    void what_is_voided_is_not_inactivated() {
        refused(new InactivateAuthorization(ID, ChangeReason.OTHER), "voided", ADDED, VOIDED);
    }

    @Test
    void a_reactivation_opens_the_window_again() {
        accepted(
                new ReactivateAuthorization(ID, ChangeReason.OTHER),
                new AuthReactivated(ID, ChangeReason.OTHER),
                ADDED,
                INACTIVATED);
        assertThat(windows()).containsExactly("USABLE 2027-05-31");
    }

    @Test
    void what_is_voided_is_not_reactivated() {
        refused(new ReactivateAuthorization(ID, ChangeReason.OTHER), "voided", ADDED, VOIDED);
    }

    @Test
    void an_unused_one_is_voided() {
        accepted(new VoidAuthorization(ID, ChangeReason.CORRECTION, null), VOIDED, ADDED);
        assertThat(windows()).containsExactly("VOIDED 2027-05-31");
    }

    @Test
    void one_with_consumed_units_is_not_voided() {
        refused(new VoidAuthorization(ID, ChangeReason.CORRECTION, null), "has-consumed-units", ADDED, HELD, CONSUMED);
    }

    @Test
    void a_renewal_links_its_successor() {
        accepted(
                new SupersedeAuthorization(ID, OTHER, ChangeReason.RENEWAL),
                new AuthSuperseded(ID, OTHER, ChangeReason.RENEWAL),
                ADDED);
    }

    @Test
    void an_authorization_does_not_supersede_itself() {
        refused(new SupersedeAuthorization(ID, ID, ChangeReason.RENEWAL), "supersedes-itself", ADDED);
    }
}
