package health.authz.bulk.application;

import health.authz.bulk.domain.AllOrNothing;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.Target;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.ProblemException.FieldError;
import health.authz.platform.web.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Takes a selection's lines as they come and keeps them in chunks of about so many rows, with a digest of all. */
final class SelectionFreeze {
    /** So many lines of one client stay together; more of them are no list of a person's. */
    private static final int TOGETHER_MAX = AllOrNothing.ROWS_MAX;

    private final PreparingPreviews previews;
    private final Clock clock;
    private final UUID preview;
    private final BulkPlan plan;
    private final long rowsMax;
    private final int targetsPerChunk;
    private final Runnable whenKept;
    private final MessageDigest digest = sha256();
    private final List<Target> open = new ArrayList<>();
    private int chunk;
    private long rows;

    SelectionFreeze(
            PreparingPreviews previews,
            Clock clock,
            UUID preview,
            BulkPlan plan,
            long rowsMax,
            int chunkRows,
            Runnable whenKept) {
        this.previews = previews;
        this.clock = clock;
        this.preview = preview;
        this.plan = plan;
        this.whenKept = whenKept;
        this.rowsMax = plan.allOrNothing() ? Math.min(rowsMax, AllOrNothing.ROWS_MAX) : rowsMax;
        this.targetsPerChunk = Math.max(1, rowsPerChunk(plan, chunkRows) / plan.rowsPerTarget());
    }

    /** About so many rows stand in one chunk; all of them where all or none are made. */
    private static int rowsPerChunk(BulkPlan plan, int chunkRows) {
        return plan.allOrNothing() ? AllOrNothing.ROWS_MAX : chunkRows;
    }

    /**
     * Before anything is kept.
     *
     * @param targets that come at least
     * @throws ProblemException 422 if these alone are over the organisation's limit
     */
    void expect(long targets) {
        within(targets * plan.rowsPerTarget());
    }

    /**
     * A client's windows from a file or from a retry stay in one chunk, where the later ones see the earlier ones.
     *
     * @throws ProblemException 422 at the first row over the organisation's limit
     */
    void add(Target target) {
        within(rows + (open.size() + 1L) * plan.rowsPerTarget());
        boolean isFull = open.size() >= targetsPerChunk;
        if (isFull && (open.size() >= TOGETHER_MAX || !isOneWithLast(target))) {
            keep();
        }
        String line = Targets.isPlain(target) ? target.id() + ":" + target.seq() : Targets.write(target);
        digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
        open.add(target);
    }

    private boolean isOneWithLast(Target target) {
        return plan instanceof BulkPlan.Add add
                && add.byRows()
                && open.getLast().id().equals(target.id());
    }

    private void within(long wanted) {
        if (wanted > rowsMax && plan.allOrNothing() && rowsMax == AllOrNothing.ROWS_MAX) {
            throw Problems.refused(
                    "too-many-rows-for-all-or-nothing",
                    "allOrNothing: the selection makes more than " + AllOrNothing.ROWS_MAX
                            + " rows, the most that are made in one transaction; narrow the filter, or leave"
                            + " allOrNothing out.",
                    new FieldError("allOrNothing", "takes at most " + AllOrNothing.ROWS_MAX + " rows"));
        }
        if (wanted > rowsMax) {
            throw Problems.refused(
                    "too-many-rows",
                    "The selection makes more than " + rowsMax
                            + " rows, the most that bulk.rows-max allows; narrow the filter or raise the setting.");
        }
    }

    /** @throws ProblemException 422 if nothing was selected */
    void end() {
        if (!open.isEmpty()) {
            keep();
        }
        if (rows == 0) {
            throw Problems.refused(
                    "nothing-selected", "The selection holds nothing that you may see; widen the filter.");
        }
        previews.frozen(preview, HexFormat.of().formatHex(digest.digest()), clock.instant());
    }

    private void keep() {
        int made = open.size() * plan.rowsPerTarget();
        previews.freeze(preview, chunk, rows + 1, made, open, clock.instant());
        chunk++;
        rows += made;
        open.clear();
        whenKept.run();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
