package health.authz.bulk.application;

import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.ProblemException.FieldError;
import health.authz.platform.web.Problems;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Drafts of selections in PostgreSQL, each its maker's alone (ADR 50). Of the oldest beyond 20 a person what was left out is forgotten,
 * and that it was: so nobody takes one for a draft that leaves nothing out.
 */
public class SelectionDrafts {
    /** Kept of one person. */
    static final int KEPT_MAX = 20;
    /** Rows in one draft. */
    static final int LEFT_OUT_MAX = 10_000;

    private static final String MINE = " from bulk_draft where tenant = ? and user_id = ? and id = ?";
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SelectionDrafts(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * What is left out from now on, and what no longer; a row that stands in both is left out.
     *
     * @param filter under which the rows are seen
     */
    public record Change(SelectionDraft.List list, ObjectNode filter, List<String> leaveOut, List<String> takeIn) {}

    /** @throws ProblemException 404 if the caller has begun none of this id, 410 if it was dropped */
    public SelectionDraft get(Caller caller, UUID id) {
        return find(caller, id, "").orElseThrow(Problems::notFound);
    }

    /**
     * The first change of an id begins its draft.
     *
     * @throws ProblemException 400 if it is of another list, 410 if it was dropped, 422 if it would hold over 10,000 rows
     */
    public SelectionDraft change(Caller caller, UUID id, Change change) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Instant now = clock.instant();
            boolean begun = begin(caller, id, change, now);
            SelectionDraft draft = find(caller, id, " for update").orElseThrow(Problems::notFound);
            if (draft.list() != change.list()) {
                throw Problems.invalid("list", "is " + draft.list() + ", of which the draft has rows already");
            }
            Set<String> leftOut = new LinkedHashSet<>(draft.leftOut());
            change.takeIn().forEach(leftOut::remove);
            leftOut.addAll(change.leaveOut());
            if (leftOut.size() > LEFT_OUT_MAX) {
                throw Problems.refused(
                        "too-many-left-out",
                        "The draft would leave out more than " + LEFT_OUT_MAX
                                + " rows; narrow the filter instead, or take rows in again.",
                        new FieldError("leaveOut", "leads to more than " + LEFT_OUT_MAX + " rows"));
            }
            String filter = leftOut.isEmpty() || draft.leftOut().isEmpty()
                    ? change.filter().toString()
                    : filter(draft, change);
            jdbc.update(
                    "update bulk_draft set filter = ?, left_out = ?, changed_at = ?"
                            + " where tenant = ? and user_id = ? and id = ?",
                    filter,
                    leftOut.toArray(String[]::new),
                    Timestamp.from(now),
                    caller.tenant().value(),
                    caller.userId().value(),
                    id);
            if (begun) {
                dropOldest(caller);
            }
            return new SelectionDraft(id, draft.list(), filter, leftOut, now);
        }));
    }

    private boolean begin(Caller caller, UUID id, Change change, Instant now) {
        return jdbc.update(
                        """
                        insert into bulk_draft (tenant, user_id, id, list, filter, left_out, changed_at)
                        values (?, ?, ?, ?, ?, '{}', ?) on conflict do nothing""",
                        caller.tenant().value(),
                        caller.userId().value(),
                        id,
                        change.list().name(),
                        change.filter().toString(),
                        Timestamp.from(now))
                == 1;
    }

    private static @Nullable String filter(SelectionDraft draft, Change change) {
        boolean same = draft.filter() != null
                && (change.leaveOut().isEmpty()
                        || Json.mapper().readTree(draft.filter()).equals(change.filter()));
        return same ? draft.filter() : null;
    }

    private void dropOldest(Caller caller) {
        jdbc.update(
                """
                update bulk_draft set left_out = null, filter = null
                 where tenant = ? and user_id = ? and left_out is not null and id not in (
                       select id from bulk_draft where tenant = ? and user_id = ? and left_out is not null
                        order by changed_at desc, id desc limit ?)""",
                caller.tenant().value(),
                caller.userId().value(),
                caller.tenant().value(),
                caller.userId().value(),
                KEPT_MAX);
    }

    private Optional<SelectionDraft> find(Caller caller, UUID id, String lock) {
        return jdbc
                .query(
                        "select list, filter, left_out, changed_at" + MINE + lock,
                        (row, number) -> draft(id, row),
                        caller.tenant().value(),
                        caller.userId().value(),
                        id)
                .stream()
                .findFirst();
    }

    private static SelectionDraft draft(UUID id, ResultSet row) throws SQLException {
        Array leftOut = row.getArray(3);
        if (leftOut == null) {
            throw Problems.gone(
                    "draft-dropped",
                    "What this draft left out is no longer kept, since " + KEPT_MAX
                            + " newer ones were begun; begin another one and leave the rows out again.");
        }
        return new SelectionDraft(
                id,
                SelectionDraft.List.valueOf(row.getString(1)),
                row.getString(2),
                new LinkedHashSet<>(Arrays.asList((String[]) leftOut.getArray())),
                row.getTimestamp(4).toInstant());
    }
}
