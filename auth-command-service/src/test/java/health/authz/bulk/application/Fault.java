package health.authz.bulk.application;

/** What may be planted under the engine, to show that the model sees it. */
enum Fault {
    NONE,
    LOSES_A_DONE_MARK,
    IGNORES_THE_EXPECTED_PLACE,
    HALVES_WITHOUT_CUTTING,
    TEARS_WHAT_DIES,
    LOCKS_NO_CLIENTS,
    FORGETS_CONFIRMATIONS,
    FORGETS_KEYS,
    FORGETS_REVERTS,
    FORGETS_WINDOWS,
    GIVES_NUMBERS_TWICE,
    FORGETS_THAT_IT_ENDED,
    SETS_ASIDE_WHAT_IS_IN_WORK,
    STARTS_UNAPPROVED,
    FORGETS_RETRIES,
    DATES_SNAPSHOTS_AHEAD
}
