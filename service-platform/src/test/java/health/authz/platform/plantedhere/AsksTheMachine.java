package health.authz.platform.plantedhere;

import java.time.Instant;

/** Breaks the fence on purpose: a time that no test can choose. */
class AsksTheMachine {
    Instant now() {
        return Instant.now();
    }
}
