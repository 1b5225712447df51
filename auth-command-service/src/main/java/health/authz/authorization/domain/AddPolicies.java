package health.authz.authorization.domain;

/** What happens to a row that exists already (rule B-5) or overlaps with others (rules B-6 and B-22). */
public record AddPolicies(OnExisting onDuplicate, OnOverlap onOverlap) {
    public static final AddPolicies DEFAULT = new AddPolicies(OnExisting.SKIP, OnOverlap.REJECT);

    /** Leave the row out as done, or report it as failed. */
    public enum OnExisting {
        SKIP,
        REJECT
    }

    /** The same two, or add it all the same: beside the older ones, or with those ended the day before it starts. */
    public enum OnOverlap {
        SKIP,
        REJECT,
        ALLOW,
        END_PREVIOUS
    }
}
