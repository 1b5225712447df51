package health.authz.platform.plantedhere;

import health.authz.events.alert.AlertEvent;

/** Breaks the fence on purpose: the platform learns what an alert is. */
class KnowsAFeature {
    AlertEvent event;
}
