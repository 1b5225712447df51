package health.authz.authorization.domain;

import static health.authz.authorization.domain.AuthorizationFixtures.ID;
import static health.authz.authorization.domain.AuthorizationFixtures.TODAY;
import static health.authz.authorization.domain.AuthorizationFixtures.added;
import static health.authz.authorization.domain.AuthorizationFixtures.note;
import static health.authz.authorization.domain.AuthorizationFixtures.patch;

import health.authz.authorization.domain.AuthorizationFixtures.Form;
import health.authz.authorization.domain.Decision.Accepted;
import health.authz.events.NoteId;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.authorization.ChangeReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What comes of asking this and that of one authorization. */
public final class RandomHistories {
    private RandomHistories() {}

    /** The facts that follow from so many random commands, the first being that it was added. */
    public static List<AuthorizationEvent> of(Random random, int commands) {
        List<AuthorizationEvent> history = new ArrayList<>();
        history.add(added("40", "31", "4"));
        Authorization state = Authorization.NOT_ADDED.evolve(history.getFirst(), 0);
        for (int step = 0; step < commands; step++) {
            if (AuthorizationDecisions.decide(state, any(random)) instanceof Accepted accepted) {
                for (AuthorizationEvent event : accepted.events()) {
                    history.add(event);
                    state = state.evolve(event, state.seq() + 1);
                }
            }
        }
        return history;
    }

    static AuthorizationCommand any(Random random) {
        String some = random.nextInt(15) + "." + random.nextInt(4) * 25;
        return switch (random.nextInt(12)) {
            case 0 -> patch(Form.blank().allotted(String.valueOf(20 + random.nextInt(60))));
            case 1 -> patch(Form.blank().remaining(some));
            case 2 -> patch(Form.blank().allotted(some).remaining(some));
            case 3 -> patch(Form.blank().unmanaged(true));
            case 4 ->
                patch(Form.blank()
                        .unmanaged(false)
                        .allotted("50")
                        .remaining(some)
                        .end(AuthorizationFixtures.END));
            case 5 -> new InactivateAuthorization(ID, ChangeReason.OTHER);
            case 6 -> new ReactivateAuthorization(ID, ChangeReason.OTHER);
            default ->
                note(
                        new NoteId("n-" + random.nextInt(6)),
                        some,
                        NoteState.values()[random.nextInt(3)],
                        TODAY.plusDays(random.nextInt(5)),
                        TODAY,
                        false);
        };
    }
}
