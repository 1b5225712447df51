package health.authz.authorization.domain;

import health.authz.events.OperationId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who said last what stands in each field. Every change gives a field a new version; a revert gives back the version that its
 * operation had found, so that a change which was made and taken back has never been (ADR 20).
 */
final class FieldVersions {
    static final long NONE = -1;

    private final Map<String, Long> now = new TreeMap<>();
    private final Map<String, Touch> last = new HashMap<>();
    private final Map<OperationId, Map<String, Step>> steps = new HashMap<>();

    /** What an operation did to one field. */
    record Step(long from, long to) {}

    /** @param operation the bulk operation that did it; {@code reverts} the one that it takes back */
    void changed(
            Collection<String> fields, Happened fact, @Nullable OperationId operation, @Nullable OperationId reverts) {
        for (String field : fields) {
            long from = at(field);
            Step taken = reverts == null ? null : step(reverts, field);
            long to = taken != null && taken.to() == from ? taken.from() : fact.seq();
            now.put(field, to);
            last.put(field, Touch.of(field, fact));
            if (operation != null) {
                steps.computeIfAbsent(operation, id -> new HashMap<>()).put(field, new Step(from, to));
            }
        }
    }

    long at(String field) {
        return now.getOrDefault(field, NONE);
    }

    @Nullable
    Step step(OperationId operation, String field) {
        return steps.getOrDefault(operation, Map.of()).get(field);
    }

    /** The operation's value still stands. */
    boolean stands(OperationId operation, String field) {
        Step step = step(operation, field);
        return step != null && at(field) == step.to();
    }

    /** What the operation had found stands again. */
    boolean isTakenBack(OperationId operation, String field) {
        Step step = step(operation, field);
        return step != null && at(field) == step.from();
    }

    Map<String, Long> copy() {
        return Map.copyOf(now);
    }

    /** Fields that others have moved since then. */
    List<String> movedSince(Map<String, Long> then) {
        return now.keySet().stream()
                .filter(field -> at(field) != then.getOrDefault(field, NONE))
                .toList();
    }

    /** Who moved these last. */
    List<Touch> touches(Collection<String> fields) {
        return fields.stream().map(last::get).toList();
    }
}
