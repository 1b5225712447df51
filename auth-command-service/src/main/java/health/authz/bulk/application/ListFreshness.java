package health.authz.bulk.application;

/** What is to be said of the list that a preview was made on, where it was not simply up to date. */
public enum ListFreshness {
    /** The preview waits until the list has what its organisation committed before. */
    WAITED_FOR,
    /** Nobody could say whether it had, because Kafka or the relay was away. */
    MAY_BE_BEHIND
}
