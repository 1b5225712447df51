package health.authz.authorization.domain;

/** What a revert does with authorizations that the operation added and that notes have used since (rule R-4). */
public enum UsedRows {
    /** They stay as they are. */
    LEAVE,
    /** Their last day becomes the last service date that a note holds or has used. */
    END_AFTER_LAST_SERVICE
}
