package health.authz.authorization.domain;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.Decision.Accepted;
import health.authz.authorization.domain.Decision.Rejected;
import health.authz.authorization.domain.Decision.Skipped;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.NoteId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.authorization.ChangeReason;
import health.authz.events.authorization.UnitTotals;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** The small cast of the decision specs: one client of Blue Cross, one payer letter, three notes. */
final class AuthorizationFixtures {
    static final AuthorizationId ID = AuthorizationId.of("01a20000-0000-8000-8000-000000000001");
    static final AuthorizationId OTHER = AuthorizationId.of("01a20000-0000-8000-8000-000000000002");
    static final PayerId BLUE_CROSS = new PayerId("bcbs");
    static final PayerId MEDICAID = new PayerId("medicaid");
    static final BillingCode ASSESSMENT = new BillingCode("H0031");
    static final LocalDate START = LocalDate.of(2026, 12, 1);
    static final LocalDate END = LocalDate.of(2027, 5, 31);
    static final LocalDate TODAY = LocalDate.of(2026, 12, 10);
    static final ClientFacts CLIENT = new ClientFacts(
            new ClientId("c-1"),
            true,
            null,
            List.of("adult"),
            List.of(BLUE_CROSS, MEDICAID),
            List.of("u-7"),
            ZoneOffset.UTC);
    static final CodeFacts CODE = new CodeFacts(ASSESSMENT, true, false, units("12"));
    static final CodeFacts INTERNAL = new CodeFacts(new BillingCode("PHONE"), true, true, null);
    static final NoteId NOTE_1 = new NoteId("n-1");
    static final NoteId NOTE_2 = new NoteId("n-2");
    static final NoteId NOTE_3 = new NoteId("n-3");

    private AuthorizationFixtures() {}

    static Units units(String value) {
        return Units.units(value);
    }

    static <T> Change<T> to(T value) {
        return Change.set(value);
    }

    /** A form with everything left blank, to be filled in by the {@code with} methods. */
    record Form(RequestedValues values) {
        static Form blank() {
            return new Form(RequestedValues.NOTHING);
        }

        private Form put(String field, Change<?> change) {
            return new Form(with(values, field, change));
        }

        Form number(String number) {
            return put("authorizationNumber", to(number));
        }

        Form payer(PayerId payer) {
            return put("payerId", to(payer));
        }

        Form start(LocalDate date) {
            return put("startDate", to(date));
        }

        Form end(LocalDate date) {
            return put("endDate", to(date));
        }

        Form allotted(String units) {
            return put("allottedUnits", to(units(units)));
        }

        Form remaining(String units) {
            return put("remainingUnits", to(units(units)));
        }

        Form level(String units) {
            return put("unitAlertLevel", to(units(units)));
        }

        Form days(int days) {
            return put("expirationAlertDays", to(days));
        }

        Form unmanaged(boolean unmanaged) {
            return put("unmanaged", to(unmanaged));
        }

        Form days(String field, int days) {
            return put(field, Change.move(new Step.Days(days)));
        }

        Form moreAllotted(String units) {
            return put("allottedUnits", Change.move(new Step.More(units(units))));
        }

        Form clear(String field) {
            return put(field, Change.clear());
        }

        private static Units units(String value) {
            return Units.units(value);
        }
    }

    @SuppressWarnings("unchecked")
    private static RequestedValues with(RequestedValues v, String field, Change<?> change) {
        return new RequestedValues(
                field.equals("authorizationNumber") ? (Change<String>) change : v.authorizationNumber(),
                field.equals("payerReference") ? (Change<String>) change : v.payerReference(),
                field.equals("payerId") ? (Change<PayerId>) change : v.payerId(),
                field.equals("startDate") ? (Change<LocalDate>) change : v.startDate(),
                field.equals("endDate") ? (Change<LocalDate>) change : v.endDate(),
                field.equals("allottedUnits") ? (Change<Units>) change : v.allottedUnits(),
                field.equals("remainingUnits") ? (Change<Units>) change : v.remainingUnits(),
                field.equals("unitAlertLevel") ? (Change<Units>) change : v.unitAlertLevel(),
                field.equals("expirationAlertDays") ? (Change<Integer>) change : v.expirationAlertDays(),
                field.equals("unmanaged") ? (Change<Boolean>) change : v.unmanaged());
    }

    static Form letter() {
        return Form.blank().start(START).end(END);
    }

    static AddAuthorization add(Form forCode) {
        return add(CODE, forCode, Form.blank(), AddPolicies.DEFAULT, List.of(), false, CLIENT);
    }

    static AddAuthorization add(
            CodeFacts code,
            Form forCode,
            Form forAll,
            AddPolicies policies,
            List<ExistingWindow> existing,
            boolean maySpecial,
            ClientFacts client) {
        return new AddAuthorization(
                ID,
                new TenantId("abc-therapeutic"),
                1001,
                client,
                code,
                forCode.values(),
                forAll.values(),
                RequestedValues.NOTHING,
                null,
                policies,
                existing,
                maySpecial,
                TODAY,
                null,
                null,
                null,
                null);
    }

    static AuthAdded added(String allotted, String remaining, String level) {
        Units all = units(allotted);
        return event(all, units(remaining), units(level), END, false);
    }

    static AuthAdded addedUnmanaged() {
        return event(null, null, null, null, true);
    }

    private static AuthAdded event(Units allotted, Units remaining, Units level, LocalDate end, boolean unmanaged) {
        Units used = allotted == null ? Units.ZERO : allotted.minus(remaining);
        return new AuthAdded(
                ID,
                new TenantId("abc-therapeutic"),
                1001,
                CLIENT.id(),
                ASSESSMENT,
                BLUE_CROSS,
                null,
                null,
                START,
                end,
                level,
                null,
                unmanaged,
                new UnitTotals(allotted, remaining, Units.ZERO, Units.ZERO, used, Units.ZERO),
                null,
                null,
                null,
                null);
    }

    static PutNote note(NoteId id, String units, NoteState state) {
        return note(id, units, state, TODAY, TODAY, false);
    }

    static PutNote note(NoteId id, String units, NoteState state, LocalDate service, LocalDate today, boolean special) {
        return new PutNote(ID, id, service, units(units), state, CLIENT, special, 30, today);
    }

    static PatchAuthorization patch(Form form) {
        return patch(form, null, true, true);
    }

    static PatchAuthorization patch(Form form, Long expectedSeq, boolean oneRow, boolean maySpecial) {
        return new PatchAuthorization(
                ID,
                form.values(),
                expectedSeq,
                CLIENT,
                oneRow,
                false,
                maySpecial,
                ChangeReason.CORRECTION,
                null,
                TODAY);
    }

    /** One row of a list. */
    static PatchAuthorization patchOfMany(Form form, boolean endsOpenOnes) {
        return new PatchAuthorization(
                ID, form.values(), null, CLIENT, false, endsOpenOnes, true, ChangeReason.CORRECTION, null, TODAY);
    }

    /** Given facts, when something is asked, then facts or a refusal. */
    static final class Scene {
        private Authorization state = Authorization.NOT_ADDED;
        private Decision last = Decision.unchanged();

        static Scene given(AuthorizationEvent... events) {
            Scene scene = new Scene();
            for (AuthorizationEvent event : events) {
                scene.state = scene.state.evolve(event, scene.state.seq() + 1);
            }
            return scene;
        }

        /** Asks, and lets what was accepted happen. */
        Scene when(AuthorizationCommand command) {
            last = AuthorizationDecisions.decide(state, command);
            if (last instanceof Accepted accepted) {
                accepted.events().forEach(event -> state = state.evolve(event, state.seq() + 1));
            }
            return this;
        }

        Scene thenRejected(String slug, String field) {
            assertThat(last).isInstanceOf(Rejected.class);
            Rejection why = ((Rejected) last).why();
            assertThat(why.slug()).isEqualTo(slug);
            assertThat(why.field()).isEqualTo(field);
            assertThat(why.sentence()).isNotBlank();
            return this;
        }

        Scene thenSkipped() {
            assertThat(last).isInstanceOf(Skipped.class);
            return this;
        }

        Scene thenUnchanged() {
            assertThat(last).isEqualTo(Decision.unchanged());
            return this;
        }

        /** Nothing changes, and why is said. */
        Scene thenUnchanged(Warning... warnings) {
            assertThat(last).isEqualTo(Decision.accept(List.of(), List.of(warnings)));
            return this;
        }

        Scene thenAccepted(Warning... warnings) {
            assertThat(last).isInstanceOf(Accepted.class);
            assertThat(((Accepted) last).events()).isNotEmpty();
            assertThat(((Accepted) last).warnings()).containsExactlyInAnyOrder(warnings);
            return this;
        }

        /** Remaining, pending and consumed units, and the status on {@link #TODAY}. */
        Scene then(String remaining, String pending, String consumed, AuthorizationStatus status) {
            UnitTotals totals = now().totals();
            assertThat(totals.remaining()).isEqualTo(remaining == null ? null : units(remaining));
            assertThat(totals.pending()).isEqualTo(units(pending));
            assertThat(totals.consumed()).isEqualTo(units(consumed));
            assertThat(AuthorizationStatus.of(now(), TODAY)).isEqualTo(status);
            return this;
        }

        Added now() {
            return (Added) state;
        }

        AuthorizationEvent event() {
            return ((Accepted) last).events().getFirst();
        }
    }
}
