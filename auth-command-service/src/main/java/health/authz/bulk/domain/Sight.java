package health.authz.bulk.domain;

/** How much of an operation somebody sees (rule B-24). */
public enum Sight {
    /** Every row, so all that can be told of it and done about it. */
    ALL,
    /** Some rows: what became of these, and nothing else. */
    PART,
    /** No row: for them there is no such operation. */
    NONE;

    /** By the rows in view. @param rows of the whole operation */
    public static Sight of(long inView, long rows) {
        if (inView == 0) {
            return NONE;
        }
        return inView < rows ? PART : ALL;
    }
}
