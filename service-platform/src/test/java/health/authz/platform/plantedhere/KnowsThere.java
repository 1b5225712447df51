package health.authz.platform.plantedhere;

import health.authz.platform.plantedthere.KnowsHere;

/** Breaks the fence on purpose: one half of a cycle. */
public class KnowsThere {
    KnowsHere there;
}
