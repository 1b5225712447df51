package health.authz.plantedhere.view;

import health.authz.plantedhere.projection.KnowsWeb;

/** Breaks the fence on purpose: a view that writes. */
class WritesWhileReading {
    KnowsWeb writer;
}
