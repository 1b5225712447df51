package health.authz.plantedhere;

import health.authz.plantedthere.KnowsHere;

/** Breaks the fence on purpose: one half of a cycle. */
public class KnowsThere {
    KnowsHere there;
}
