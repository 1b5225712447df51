package health.authz.bulk.application;

import health.authz.bulk.domain.BulkPlan;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Plans of operations that are not over, each read once. One that cannot be read, as a later version wrote it, bars no other. */
final class OpenPlans {
    private static final Logger log = LoggerFactory.getLogger(OpenPlans.class);
    private final Map<UUID, Optional<BulkPlan>> plans = new ConcurrentHashMap<>();

    /** Empty if the text cannot be read. */
    Optional<BulkPlan> of(UUID operation, String text) {
        return plans.computeIfAbsent(operation, id -> read(id, text));
    }

    private static Optional<BulkPlan> read(UUID operation, String text) {
        try {
            return Optional.of(PlanJson.read(text));
        } catch (RuntimeException unreadable) {
            log.error("operation {} is passed over: its plan cannot be read", operation, unreadable);
            return Optional.empty();
        }
    }

    void keepOnly(Collection<UUID> open) {
        plans.keySet().retainAll(open);
    }

    long unreadable() {
        return plans.values().stream().filter(Optional::isEmpty).count();
    }
}
