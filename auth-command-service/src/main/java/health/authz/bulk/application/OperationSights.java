package health.authz.bulk.application;

import health.authz.bulk.domain.RowTally;
import health.authz.bulk.domain.Scope;
import health.authz.bulk.domain.Sight;
import health.authz.bulk.domain.Viewer;
import health.authz.events.UserId;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Operations as far as somebody sees them (rule B-24, ADR 43). Every route that shows an operation or does something about it
 * asks here.
 */
public class OperationSights {
    private final SubmittedOperations operations;
    private final RowShares shares;

    OperationSights(SubmittedOperations operations, RowShares shares) {
        this.operations = operations;
        this.shares = shares;
    }

    public static Viewer viewer(Caller caller) {
        return new Viewer(BulkOperations.scope(caller), caller.may(Permission.AUTH_BULK_ALL));
    }

    /** Which rows of an operation that was answered here to show; {@code null} = all. */
    public static @Nullable Scope narrowed(Caller caller, Operation seen) {
        return seen.partial() ? BulkOperations.scope(caller) : null;
    }

    /**
     * An operation with what the caller sees of it.
     *
     * @throws ProblemException 404 if that is nothing, as if there were no such operation
     */
    public Operation get(Caller caller, UUID id) {
        return seen(caller, find(caller, id));
    }

    /** The same of one that was read before. */
    public Operation seen(Caller caller, Operation operation) {
        return seen(viewer(caller), List.of(operation)).stream().findFirst().orElseThrow(Problems::notFound);
    }

    /**
     * Before anything is done about an operation.
     *
     * @throws ProblemException 404 if the caller sees nothing of it, 403 {@code sees-only-part} if not all
     */
    public Operation requireAll(Caller caller, UUID id) {
        Operation seen = get(caller, id);
        if (seen.partial()) {
            throw new ProblemException(
                    HttpStatus.FORBIDDEN,
                    "sees-only-part",
                    "Not yours to decide",
                    "You see only some of the rows of this operation, and what is done about it is done to all of them. Ask the"
                            + " person who made it, or somebody who sees as many clients or has the permission auth:bulk-all.",
                    Map.of(),
                    List.of());
        }
        return seen;
    }

    private Operation find(Caller caller, UUID id) {
        return operations.find(caller.tenant(), id).orElseThrow(Problems::notFound);
    }

    /** Newest first, with what the caller sees of each; those of which that is nothing are left out. */
    public List<Operation> page(Caller caller, @Nullable Instant before, @Nullable UUID beforeId, int most) {
        Viewer viewer = viewer(caller);
        return seen(viewer, operations.page(caller.tenant(), viewer, before, beforeId, most));
    }

    /** Those that the caller may let go or refuse; oldest first, of at most so many that wait. */
    public List<Operation> awaiting(Caller caller, int most) {
        Viewer viewer = viewer(caller);
        return seen(viewer, operations.awaiting(caller.tenant(), viewer, caller.userId(), most)).stream()
                .filter(each -> !each.partial())
                .toList();
    }

    /** Of which the caller sees something. */
    public long count(Caller caller) {
        return operations.count(caller.tenant(), viewer(caller));
    }

    private List<Operation> seen(Viewer viewer, List<Operation> found) {
        List<Operation> byRows =
                found.stream().filter(each -> !seesAllOf(viewer, each)).toList();
        Map<UUID, RowTally> tallies = byRows.isEmpty() ? Map.of() : shares.seen(viewer, byRows);
        return found.stream()
                .map(each -> seesAllOf(viewer, each) ? Optional.of(each) : byRows(each, tallies.get(each.id())))
                .flatMap(Optional::stream)
                .toList();
    }

    private static boolean seesAllOf(Viewer viewer, Operation operation) {
        return viewer.seesAllOf(new UserId(operation.submittedBy()), operation.scope());
    }

    private static Optional<Operation> byRows(Operation operation, @Nullable RowTally inView) {
        RowTally tally = inView == null ? RowTally.NONE : inView;
        return switch (Sight.of(tally.rows(), operation.total())) {
            case ALL -> Optional.of(operation);
            case PART -> Optional.of(operation.narrowedTo(tally));
            case NONE -> Optional.empty();
        };
    }
}
