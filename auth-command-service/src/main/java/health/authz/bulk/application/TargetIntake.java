package health.authz.bulk.application;

import health.authz.bulk.domain.BulkPlan;
import java.util.UUID;

/** Takes targets in while their sender waits, under the id of the preview that they are for. */
@FunctionalInterface
interface TargetIntake {
    /** @throws health.authz.platform.web.ProblemException why they cannot be used */
    Taken take(UUID preview);

    /** @param plan as it is after everything was read */
    record Taken(BulkPlan plan, TargetLines targets) {}
}
