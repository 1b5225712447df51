package health.authz.alert.view.planted;

import health.authz.platform.eventstore.EventStreams;

/** Breaks the fence on purpose: a view that reaches for the event store. */
class WritesWhileReading {
    EventStreams streams;
}
