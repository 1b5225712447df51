package health.authz.bulk.domain;

import health.authz.authorization.domain.Decision;
import health.authz.authorization.domain.Rejection;
import java.util.Arrays;
import java.util.List;

/** What became of a row, or would. */
public enum RowOutcome {
    ADDED("WOULD_ADD"),
    CHANGED("WOULD_CHANGE"),
    UNCHANGED("UNCHANGED"),
    SKIPPED("SKIPPED"),
    STALE("STALE"),
    REJECTED("REJECTED"),
    /** Nobody got to it: the operation was stopped before. Nothing was decided about the row. */
    NOT_PROCESSED("NOT_PROCESSED");

    /** What a decision can come to. */
    public static final List<RowOutcome> DECIDED =
            Arrays.stream(values()).filter(outcome -> outcome != NOT_PROCESSED).toList();

    /** What has not been done and may be asked again. */
    public static final List<RowOutcome> TO_ASK_AGAIN = List.of(STALE, REJECTED, NOT_PROCESSED);

    private final String inPreview;

    RowOutcome(String inPreview) {
        this.inPreview = inPreview;
    }

    /** Its name while nothing has happened yet. */
    public String inPreview() {
        return inPreview;
    }

    static RowOutcome of(BulkPlan plan, Decision decision) {
        return switch (decision) {
            case Decision.Skipped skipped -> SKIPPED;
            case Decision.Rejected rejected -> isStale(rejected.why()) ? STALE : REJECTED;
            case Decision.Accepted accepted ->
                accepted.unchanged() ? UNCHANGED : plan instanceof BulkPlan.Add ? ADDED : CHANGED;
        };
    }

    /** Somebody else's change came between. */
    private static boolean isStale(Rejection why) {
        return why instanceof Rejection.Stale || why instanceof Rejection.ChangedSince;
    }
}
