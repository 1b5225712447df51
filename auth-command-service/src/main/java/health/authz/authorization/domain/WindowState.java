package health.authz.authorization.domain;

/** Whether an authorization counts against new ones of the same client and code. */
public enum WindowState {
    /** Units are left, or it never runs out. */
    USABLE,
    EXHAUSTED,
    INACTIVE,
    VOIDED
}
