package health.authz.authorization.domain;

import static health.authz.authorization.domain.AuthorizationFixtures.added;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.Decision.Accepted;
import health.authz.events.Units;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.authorization.UnitTotals;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Whatever is asked in whatever order: the sum of units holds (rule U-2), and a replay ends in the same state. */
class RandomHistoriesTest {
    private static final int STEPS = 200;

    @RepeatedTest(200)
    void units_always_add_up_and_replay_gives_the_same(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<AuthorizationEvent> history = new ArrayList<>();
        history.add(added("40", "31", "4"));
        Authorization state = replayed(history);
        for (int step = 0; step < STEPS; step++) {
            if (AuthorizationDecisions.decide(state, RandomHistories.any(random)) instanceof Accepted accepted) {
                for (AuthorizationEvent event : accepted.events()) {
                    history.add(event);
                    state = state.evolve(event, state.seq() + 1);
                }
            }
            addsUp((Added) state, repetition.getCurrentRepetition());
        }
        assertThat(replayed(history)).isEqualTo(state);
        assertThat(state.seq()).isEqualTo(history.size() - 1L);
    }

    private static Authorization replayed(List<AuthorizationEvent> history) {
        Authorization state = Authorization.NOT_ADDED;
        for (int seq = 0; seq < history.size(); seq++) {
            state = state.evolve(history.get(seq), seq);
        }
        return state;
    }

    private static void addsUp(Added authorization, int seed) {
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
        assertThat(sum).as("seed %d", seed).isEqualTo(totals.allotted());
        assertThat(totals.remaining().isNegative()).isFalse();
        assertThat(totals.pending().isNegative()).isFalse();
        assertThat(totals.consumed().isNegative()).isFalse();
    }
}
