package health.authz.authorization.domain;

/** What happens to a row that exists already (rule B-5) or overlaps with another (rule B-6). */
public record AddPolicies(OnExisting onDuplicate, OnExisting onOverlap) {
    public static final AddPolicies DEFAULT = new AddPolicies(OnExisting.SKIP, OnExisting.REJECT);

    /** Leave the row out as done, or report it as failed. */
    public enum OnExisting {
        SKIP,
        REJECT
    }
}
