package health.authz.bulk.application;

import health.authz.events.OperationId;
import java.util.List;
import java.util.Optional;

/** Which operation takes back which. */
interface RevertLinks {
    /**
     * An operation that takes another back.
     *
     * @param stands it changed rows, and is not taken back itself
     */
    record Link(OperationId revert, String state, boolean done, boolean stands) {
        /** Whether there is nothing left for another. One that was cancelled left rows. */
        boolean isWhole() {
            return stands && !state.equals("CANCELLED");
        }
    }

    /** What takes this one back, oldest first; nobody adds to them until the transaction ends. */
    List<Link> lockReverts(OperationId reverted);

    void link(OperationId revert, OperationId reverted);

    /** What a revert takes back; empty for any other operation. */
    Optional<OperationId> revertedBy(OperationId revert);

    /** The revert stands, what it takes back does not; what that one had taken back stands again; and so on. */
    void takesEffect(OperationId revert);
}
