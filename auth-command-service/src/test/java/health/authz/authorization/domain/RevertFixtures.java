package health.authz.authorization.domain;

import static health.authz.authorization.domain.AuthorizationFixtures.CLIENT;
import static health.authz.authorization.domain.AuthorizationFixtures.ID;
import static health.authz.authorization.domain.AuthorizationFixtures.TODAY;
import static health.authz.authorization.domain.AuthorizationFixtures.added;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.AuthorizationFixtures.Form;
import health.authz.authorization.domain.Decision.Accepted;
import health.authz.authorization.domain.Decision.Rejected;
import health.authz.events.OperationId;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.authorization.ChangeReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One authorization's life with who did what, an hour apart, and operations by number. */
final class RevertFixtures {
    static final Instant BEGIN = Instant.parse("2026-12-01T08:00:00Z");
    static final OperationId ADD = operation(1);
    static final OperationId CHANGE = operation(2);
    static final OperationId UNDO = operation(3);
    static final OperationId REDO = operation(4);
    static final OperationId UNDO_AGAIN = operation(5);

    private RevertFixtures() {}

    static OperationId operation(int number) {
        return new OperationId(new UUID(7, number));
    }

    static final class Life {
        private final List<Happened> facts = new ArrayList<>();
        private Authorization state = Authorization.NOT_ADDED;
        private Decision last = Decision.unchanged();
        private UsedRows usedRows = UsedRows.LEAVE;
        private boolean special = true;
        private ClientFacts client = CLIENT;
        private List<ExistingWindow> existing = List.of();
        private List<ExistingWindow> followers = List.of();

        static Life addedSingly(String allotted, String remaining) {
            return new Life().happen("u-1", added(allotted, remaining, "2"));
        }

        static Life of(AuthAdded event) {
            return new Life().happen("u-1", event);
        }

        static Life addedBy(OperationId operation) {
            AuthAdded single = added("12", "12", "2");
            return of(new AuthAdded(
                    single.authorizationId(),
                    single.tenantId(),
                    single.systemAuthNo(),
                    single.clientId(),
                    single.billingCode(),
                    single.payerId(),
                    single.authorizationNumber(),
                    single.payerReference(),
                    single.startDate(),
                    single.endDate(),
                    single.unitAlertLevel(),
                    single.expirationAlertDays(),
                    single.unmanaged(),
                    single.totals(),
                    operation,
                    null,
                    null,
                    null));
        }

        Life usedRows(UsedRows choice) {
            usedRows = choice;
            return this;
        }

        Life without(String permission) {
            assertThat(permission).isEqualTo("auth:special");
            special = false;
            return this;
        }

        Life client(ClientFacts facts) {
            client = facts;
            return this;
        }

        Life beside(ExistingWindow... windows) {
            existing = List.of(windows);
            return this;
        }

        /** What the operation added to follow on it, and what stays. */
        Life followedBy(ExistingWindow... windows) {
            followers = List.of(windows);
            return this;
        }

        Life happen(String actor, AuthorizationEvent event) {
            facts.add(new Happened(event, state.seq() + 1, actor, BEGIN.plusSeconds(3_600L * facts.size())));
            state = state.evolve(event, state.seq() + 1);
            return this;
        }

        /** A person asks, and it happens. */
        Life when(String actor, AuthorizationCommand command) {
            return apply(actor, AuthorizationDecisions.decide(state, command));
        }

        /** An operation changes fields. */
        Life changedBy(OperationId operation, Form form) {
            return when(
                    "u-2",
                    new PatchAuthorization(
                            ID, form.values(), null, CLIENT, false, true, true, ChangeReason.OTHER, operation, TODAY));
        }

        Life revert(OperationId reverted, OperationId by) {
            return apply("u-3", decision(reverted, by));
        }

        Decision decision(OperationId reverted, OperationId by) {
            return RevertDecision.decide(
                    RevertHistory.of(facts, reverted),
                    new RevertAuthorization(
                            ID,
                            reverted,
                            usedRows,
                            client,
                            existing,
                            followers,
                            special,
                            ChangeReason.CORRECTION,
                            by,
                            TODAY));
        }

        /** Whether what the operation did would still be in use once it is taken back. */
        boolean staysInUse(OperationId reverted) {
            return RevertDecision.leavesInUse(
                    RevertHistory.of(facts, reverted),
                    new RevertAuthorization(
                            ID,
                            reverted,
                            usedRows,
                            null,
                            List.of(),
                            List.of(),
                            special,
                            ChangeReason.OTHER,
                            UNDO,
                            TODAY));
        }

        private Life apply(String actor, Decision decision) {
            last = decision;
            if (decision instanceof Accepted accepted) {
                accepted.events().forEach(event -> happen(actor, event));
            }
            return this;
        }

        Added now() {
            return (Added) state;
        }

        List<Happened> facts() {
            return facts;
        }

        Decision last() {
            return last;
        }

        AuthorizationEvent event() {
            return facts.getLast().event();
        }

        Life thenChanged() {
            assertThat(last).isInstanceOf(Accepted.class);
            assertThat(((Accepted) last).events()).hasSize(1);
            return this;
        }

        Life thenUnchanged() {
            assertThat(last).isEqualTo(Decision.unchanged());
            return this;
        }

        Rejection refusal() {
            assertThat(last).isInstanceOf(Rejected.class);
            Rejection why = ((Rejected) last).why();
            assertThat(why.sentence()).isNotBlank();
            return why;
        }

        Life thenRejected(String slug, String field) {
            assertThat(refusal().slug()).isEqualTo(slug);
            assertThat(refusal().field()).isEqualTo(field);
            return this;
        }

        /** Who stands in the way, and since which fact. */
        Life because(String actor, int fact) {
            Touch touch = refusal().touch();
            assertThat(touch).isNotNull();
            assertThat(touch.actor()).isEqualTo(actor);
            assertThat(touch.at()).isEqualTo(facts.get(fact).at());
            assertThat(refusal().sentence()).contains(actor, touch.at().toString());
            return this;
        }

        Life units(String allotted, String remaining, String pending, String consumed) {
            assertThat(now().totals().allotted()).isEqualTo(unitsOf(allotted));
            assertThat(now().totals().remaining()).isEqualTo(unitsOf(remaining));
            assertThat(now().totals().pending()).isEqualTo(unitsOf(pending));
            assertThat(now().totals().consumed()).isEqualTo(unitsOf(consumed));
            return this;
        }

        private static health.authz.events.Units unitsOf(String value) {
            return value == null ? null : AuthorizationFixtures.units(value);
        }
    }
}
