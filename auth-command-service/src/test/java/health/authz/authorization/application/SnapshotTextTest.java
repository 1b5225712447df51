package health.authz.authorization.application;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Authorization;
import health.authz.authorization.domain.RandomHistories;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.platform.eventstore.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** A state that was kept and read again, with the facts behind it, is the state that all facts add up to. */
class SnapshotTextTest {
    @RepeatedTest(100)
    void a_kept_state_and_the_facts_behind_it_are_the_whole_history(RepetitionInfo repetition) {
        List<StoredEvent> history = stored(RandomHistories.of(new Random(repetition.getCurrentRepetition()), 100));
        Authorization whole = AuthorizationStream.fold(history);
        for (int cut = 1; cut <= history.size(); cut++) {
            Added kept = AuthorizationStream.added(AuthorizationStream.fold(history.subList(0, cut)));
            Added read = SnapshotText.read(SnapshotText.write(kept), kept.seq());

            assertThat(read).as("cut behind %d", cut).isEqualTo(kept);
            assertThat(AuthorizationStream.fold(read, history.subList(cut, history.size())))
                    .as("cut behind %d", cut)
                    .isEqualTo(whole);
        }
    }

    @RepeatedTest(5)
    void a_snapshot_is_due_once_in_so_many_facts(RepetitionInfo repetition) {
        Authorization state = Authorization.NOT_ADDED;
        int due = 0;
        List<StoredEvent> history = stored(RandomHistories.of(new Random(repetition.getCurrentRepetition()), 200));
        for (StoredEvent event : history) {
            Authorization before = state;
            state = AuthorizationStream.fold(before, List.of(event));
            due += AuthorizationStream.isSnapshotDue(before, AuthorizationStream.added(state)) ? 1 : 0;
        }
        assertThat(due).isEqualTo(history.size() / AuthorizationStream.SNAPSHOT_EVERY);
    }

    private static List<StoredEvent> stored(List<AuthorizationEvent> facts) {
        List<StoredEvent> history = new ArrayList<>();
        facts.forEach(fact -> history.add(new StoredEvent(fact.authorizationId().toString(), history.size(), fact)));
        return history;
    }
}
