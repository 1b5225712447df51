package health.authz.rebuild;

import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;

/** Asks whether the list is whole, where that matters: read from the store each time, never remembered. */
public final class ListStates {
    private final ReadModel model;

    public ListStates(ReadModel model) {
        this.model = model;
    }

    public Checkpoints seen() {
        return Checkpoints.of(model);
    }

    public ListState now() {
        return seen().state();
    }

    /**
     * Before anything is decided on what is listed.
     *
     * @throws ProblemException 503 while only a part of it is there
     */
    public Checkpoints mustBeWhole() {
        Checkpoints seen = seen();
        if (!seen.state().isReady()) {
            throw beingRebuilt(seen.state());
        }
        return seen;
    }

    /**
     * After it was read, before anybody is told that this was all of it.
     *
     * @throws ProblemException 503 if the store was emptied, or reading began again, while it was read
     */
    public void mustHaveStayedWhole(Checkpoints before) {
        if (!before.areOfSameDatabaseAs(mustBeWhole())) {
            throw beingRebuilt(ListState.rebuilding(0, 0));
        }
    }

    /** What is not there is refused so, or, while it may still come, as not there yet. */
    public ProblemException unlessItComesYet(ProblemException refusal) {
        ListState now = now();
        return now.isReady() ? refusal : beingRebuilt(now);
    }

    private static ProblemException beingRebuilt(ListState state) {
        String far = state.total() == 0 ? "" : " (" + state.done() + " of " + state.total() + " records read)";
        return Problems.unavailable(
                "list-is-being-rebuilt",
                "The list is being rebuilt" + far
                        + ", so nothing is decided on what it holds now. Try again in a moment.");
    }
}
