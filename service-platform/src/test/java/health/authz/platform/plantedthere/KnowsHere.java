package health.authz.platform.plantedthere;

import health.authz.platform.plantedhere.KnowsThere;

/** Breaks the fence on purpose: the other half of a cycle. */
public class KnowsHere {
    KnowsThere here;
}
