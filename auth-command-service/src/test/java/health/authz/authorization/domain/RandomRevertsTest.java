package health.authz.authorization.domain;

import static health.authz.authorization.domain.RevertFixtures.ADD;
import static health.authz.authorization.domain.RevertFixtures.CHANGE;
import static health.authz.authorization.domain.RevertFixtures.REDO;
import static health.authz.authorization.domain.RevertFixtures.UNDO;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.AuthorizationFixtures.Form;
import health.authz.authorization.domain.Decision.Accepted;
import health.authz.authorization.domain.Decision.Rejected;
import health.authz.authorization.domain.RevertFixtures.Life;
import health.authz.events.Units;
import health.authz.events.authorization.UnitTotals;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Whatever came before and after a change: what goes back is what it changed, whole or not at all, and units add up. */
class RandomRevertsTest {
    private static final int STEPS = 12;

    private static Life random(Random random) {
        Life life = random.nextBoolean() ? Life.addedBy(ADD) : Life.addedSingly("40", "31");
        others(life, random, random.nextInt(STEPS));
        return life;
    }

    private static void others(Life life, Random random, int steps) {
        for (int step = 0; step < steps; step++) {
            life.when("u-9", RandomHistories.any(random));
        }
    }

    private static Form anyChange(Random random) {
        String some = random.nextInt(15) + "." + random.nextInt(4) * 25;
        return switch (random.nextInt(7)) {
            case 0 -> Form.blank().allotted(String.valueOf(20 + random.nextInt(60)));
            case 1 -> Form.blank().remaining(some);
            case 2 -> Form.blank().allotted("45").remaining(some).number("PA-1");
            case 3 -> Form.blank().unmanaged(true);
            case 4 ->
                Form.blank().unmanaged(false).allotted("50").remaining(some).end(AuthorizationFixtures.END.plusDays(3));
            case 5 -> Form.blank().end(AuthorizationFixtures.TODAY.plusDays(random.nextInt(9)));
            default -> Form.blank().number("PA-" + random.nextInt(3)).level("3").days(9);
        };
    }

    @RepeatedTest(500)
    void fields_that_nobody_touched_are_as_before_and_a_second_revert_gives_them_again(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Life life = random(random);
        Added before = life.now();
        life.changedBy(CHANGE, anyChange(random));
        if (!(life.last() instanceof Accepted accepted) || accepted.unchanged()) {
            return;
        }
        TreeSet<String> changed = new TreeSet<>(ChangedFields.of(life.event(), before));
        int since = life.facts().size();
        others(life, random, random.nextInt(STEPS));
        TreeSet<String> touched = touchedSince(life, since);
        touched.retainAll(changed);
        Added mid = life.now();

        life.revert(CHANGE, UNDO);

        if (life.last() instanceof Rejected) {
            assertThat(life.refusal().slug().equals("changed-since")).isEqualTo(!touched.isEmpty());
            assertThat(life.now()).as("a refused row is left whole").isEqualTo(mid);
            return;
        }
        assertThat(touched).isEmpty();
        Added undone = life.now();
        addsUp(undone);
        assertThat(undone.notes()).isEqualTo(mid.notes());
        for (String field : ChangedFieldsOf.SHOWN) {
            Object expected = ChangedFieldsOf.value(changed.contains(field) ? before : mid, field);
            if (!(field.equals("unitAlertLevel") && undone.definition().unmanaged())) {
                assertThat(ChangedFieldsOf.value(undone, field)).as(field).isEqualTo(expected);
            }
        }
        if (changed.contains("remainingUnits") && undone.isManaged()) {
            assertThat(undone.totals().adjustments()).isEqualTo(before.totals().adjustments());
        }

        life.revert(UNDO, REDO);

        if (life.last() instanceof Accepted) {
            addsUp(life.now());
            assertThat(life.now().definition()).isEqualTo(mid.definition());
            assertThat(life.now().totals().allotted()).isEqualTo(mid.totals().allotted());
            assertThat(life.now().totals().remaining()).isEqualTo(mid.totals().remaining());
            assertThat(life.now().standing()).isEqualTo(mid.standing());
        }
    }

    @RepeatedTest(300)
    void an_added_row_is_voided_only_where_it_is_as_it_was_added(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        Life life = Life.addedBy(ADD);
        Added added = life.now();
        others(life, random, random.nextInt(4));
        Added before = life.now();
        boolean touched = !touchedSince(life, 1).isEmpty();

        life.revert(ADD, UNDO);

        boolean voided = life.now().standing() == Standing.VOIDED;
        assertThat(voided).isEqualTo(!touched && before.notes().size() == 0);
        if (voided) {
            life.revert(UNDO, REDO).thenChanged();
            assertThat(life.now().definition()).isEqualTo(added.definition());
            assertThat(life.now().totals()).isEqualTo(added.totals());
            assertThat(life.now().standing()).isEqualTo(Standing.IN_USE);
        }
    }

    @Test
    void a_thousand_notes_in_between_are_folded_and_stay_used() {
        Life life =
                Life.addedSingly("2000", "2000").changedBy(CHANGE, Form.blank().allotted("3000"));
        for (int i = 0; i < 1_000; i++) {
            life.when(
                    "u-9",
                    AuthorizationFixtures.note(new health.authz.events.NoteId("n-" + i), "1", NoteState.RELEASED));
        }
        life.revert(CHANGE, UNDO).thenChanged().units("2000", "1000", "0", "1000");
    }

    private static TreeSet<String> touchedSince(Life life, int since) {
        TreeSet<String> touched = new TreeSet<>();
        Authorization state = Authorization.NOT_ADDED;
        for (Happened fact : life.facts()) {
            if (fact.seq() >= since && state instanceof Added added) {
                touched.addAll(ChangedFields.of(fact.event(), added));
            }
            state = state.evolve(fact.event(), fact.seq());
        }
        return touched;
    }

    private static void addsUp(Added authorization) {
        UnitTotals totals = authorization.totals();
        if (totals.allotted() == null || totals.remaining() == null) {
            assertThat(authorization.isManaged()).isFalse();
            return;
        }
        Units sum = totals.remaining()
                .plus(totals.pending())
                .plus(totals.consumed())
                .plus(totals.openingUsed())
                .minus(totals.adjustments());
        assertThat(sum).isEqualTo(totals.allotted());
        assertThat(totals.remaining().isNegative()).isFalse();
    }

    /** Fields by name, as far as the event tells them itself. */
    private static final class ChangedFieldsOf {
        private static final List<String> SHOWN = List.of(
                "authorizationNumber",
                "startDate",
                "endDate",
                "allottedUnits",
                "unitAlertLevel",
                "expirationAlertDays",
                "unmanaged");

        static Object value(Added of, String field) {
            return switch (field) {
                case "authorizationNumber" -> of.definition().authorizationNumber();
                case "startDate" -> of.definition().startDate();
                case "endDate" -> of.definition().endDate();
                case "allottedUnits" -> of.totals().allotted();
                case "unitAlertLevel" -> of.definition().unitAlertLevel();
                case "expirationAlertDays" -> of.definition().expirationAlertDays();
                default -> of.definition().unmanaged();
            };
        }
    }
}
