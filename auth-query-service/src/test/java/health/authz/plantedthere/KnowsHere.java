package health.authz.plantedthere;

import health.authz.plantedhere.KnowsThere;

/** Breaks the fence on purpose: the other half of a cycle. */
public class KnowsHere {
    KnowsThere here;
}
