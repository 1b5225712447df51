package health.authz.authorization.domain;

/** What people decided about the whole authorization; everything else about its status follows from facts and a day. */
public enum Standing {
    IN_USE,
    INACTIVE,
    VOIDED
}
