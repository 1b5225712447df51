package health.authz.verify;

import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Authorization;
import health.authz.events.OperationId;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.authorization.AuthorizationEvent.AuthFieldsPatched;
import health.authz.events.authorization.AuthorizationEvent.AuthRestored;
import health.authz.events.authorization.AuthorizationEvent.AuthVoided;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the stored events of one authorization add up to, by the product's own fold: at its last event and at those places
 * where others stand.
 */
final class Folded {
    /** The state after an event, and the operations that had to do with it so far. */
    record At(Added state, List<String> operations) {}

    private final Set<Long> wanted;
    private final Map<Long, At> states = new HashMap<>();
    private final Set<String> operations = new LinkedHashSet<>();
    private Authorization state = Authorization.NOT_ADDED;
    private @Nullable String broken;
    private long[] lines = new long[4];
    private long last = -1;
    private long lastInBound = -1;

    /** @param wanted sequences whose states will be asked for */
    Folded(Set<Long> wanted) {
        this.wanted = wanted;
    }

    /**
     * The next event of the stream.
     *
     * @param event {@code null} of a type that is not known here
     * @param line what its line of the history says, in 64 bits
     */
    void next(long seq, @Nullable AuthorizationEvent event, long line, boolean inBound) {
        if (seq != last + 1) {
            broken = "stored stream of an authorization in which numbers are missing";
            return;
        }
        last = seq;
        lastInBound = inBound ? seq : lastInBound;
        remember(line);
        if (broken != null) {
            return;
        }
        if (event == null) {
            broken = "stored event of an authorization of a type that is not known here";
            return;
        }
        try {
            state = state.evolve(event, seq);
        } catch (IllegalStateException damaged) {
            broken = "stored stream of an authorization that does not fold";
            return;
        }
        OperationId operation = operation(event);
        if (operation != null) {
            operations.add(operation.toString());
        }
        if (wanted.contains(seq) && state instanceof Added added) {
            states.put(seq, new At(added, List.copyOf(operations)));
        }
    }

    private void remember(long line) {
        if (last >= lines.length) {
            lines = Arrays.copyOf(lines, lines.length * 2);
        }
        lines[Math.toIntExact(last)] = line;
    }

    private static @Nullable OperationId operation(AuthorizationEvent event) {
        return switch (event) {
            case AuthAdded added -> added.operationId();
            case AuthFieldsPatched patched -> patched.operationId();
            case AuthVoided voided -> voided.operationId();
            case AuthRestored restored -> restored.operationId();
            default -> null;
        };
    }

    /** Why nothing can be compared with it; {@code null} if it folds. */
    @Nullable
    String broken() {
        return broken;
    }

    /** Sequence of the last event; -1 without one. */
    long last() {
        return last;
    }

    /** Sequence of the last event that everybody must have heard of; -1 without one. */
    long lastInBound() {
        return lastInBound;
    }

    /** The state after this event, if it is stored and was wanted. */
    @Nullable
    At at(long seq) {
        return states.get(seq);
    }

    /** The state after the last event. */
    @Nullable
    At now() {
        return state instanceof Added added ? new At(added, List.copyOf(operations)) : null;
    }

    /** What the line of an event says. */
    long line(long seq) {
        return lines[Math.toIntExact(seq)];
    }
}
