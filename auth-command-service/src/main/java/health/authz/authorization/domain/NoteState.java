package health.authz.authorization.domain;

/** How a note stands in the health record. */
public enum NoteState {
    /** Being written, or waiting for a signature: holds units. */
    DRAFT,
    /** Signed: its units are used. */
    RELEASED,
    /** Taken back or deleted: its units return. */
    VOIDED
}
