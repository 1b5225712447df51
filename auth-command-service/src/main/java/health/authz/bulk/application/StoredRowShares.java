package health.authz.bulk.application;

import health.authz.bulk.domain.ChunkAudiences;
import health.authz.bulk.domain.RowShare;
import health.authz.bulk.domain.RowTally;
import health.authz.bulk.domain.Viewer;
import health.authz.events.OperationId;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Shares of the rows in PostgreSQL: the rows once a preview is ready, the outcomes once its operation has ended. While it runs,
 * outcomes are added up from its chunks.
 */
class StoredRowShares implements RowShares {
    /** Whether something of an operation {@code o} is in view; after it {@link #arguments}. */
    static final String IN_VIEW = """
            (o.submitted_by = ?
             or (? and o.scope_divisions <@ cast(? as text[]))
             or exists (select 1 from bulk_row_share s
                         where s.preview_id = o.preview_id and s.assignee = ?
                           and (? or s.divisions && cast(? as text[]))))""";

    private static final int CHUNKS_AT_ONCE = 100;
    private final JdbcTemplate jdbc;

    StoredRowShares(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Of {@link #IN_VIEW}, for somebody who does not see every operation; the rule is {@link Viewer}'s. */
    static List<Object> arguments(Viewer viewer) {
        String[] divisions = viewer.scope().divisions().toArray(String[]::new);
        return List.of(
                viewer.scope().user().value(),
                !viewer.scope().assignedOnly(),
                divisions,
                viewer.assignee(),
                viewer.scope().allDivisions(),
                divisions);
    }

    /** Adds the rows of a frozen preview up; nothing where it is not known of all its chunks whose they are. */
    void count(UUID preview) {
        RowShare.Sum sum = new RowShare.Sum();
        boolean[] known = {true};
        jdbc.query(
                connection -> {
                    PreparedStatement parts = connection.prepareStatement(
                            "select audiences from bulk_preview_chunk where preview_id = ? order by chunk");
                    parts.setObject(1, preview);
                    parts.setFetchSize(CHUNKS_AT_ONCE);
                    return parts;
                },
                row -> {
                    ChunkAudiences audiences = AudienceJson.read(row.getString(1));
                    if (audiences == null) {
                        known[0] = false;
                    } else {
                        audiences.addRows(sum);
                    }
                });
        if (known[0]) {
            jdbc.batchUpdate(
                    """
                    insert into bulk_row_share (preview_id, assignee, divisions, row_count) values (?, ?, ?, ?)
                    on conflict do nothing""",
                    sum.shares().stream()
                            .map(share -> new Object[] {
                                preview,
                                share.assignee(),
                                array(share),
                                share.tally().rows()
                            })
                            .toList());
        }
    }

    private static String[] array(RowShare share) {
        return share.divisions().toArray(String[]::new);
    }

    /** Keeps what became of the rows of an operation that has ended, in the transaction that ends it. */
    void ended(OperationId id) {
        UUID preview = Objects.requireNonNull(
                jdbc.queryForObject("select preview_id from bulk_operation where id = ?", UUID.class, id.value()));
        jdbc.batchUpdate(
                """
                update bulk_row_share set added = ?, changed = ?, unchanged = ?, skipped = ?, stale = ?, rejected = ?,
                       not_processed = ?
                 where preview_id = ? and assignee = ? and divisions = cast(? as text[])""",
                outcomes(id.value()).stream()
                        .map(share -> new Object[] {
                            share.tally().counts().added(),
                            share.tally().counts().changed(),
                            share.tally().counts().unchanged(),
                            share.tally().counts().skipped(),
                            share.tally().counts().stale(),
                            share.tally().counts().rejected(),
                            share.tally().notProcessed(),
                            preview,
                            share.assignee(),
                            array(share)
                        })
                        .toList());
    }

    /** What became of its rows so far. */
    private Collection<RowShare> outcomes(UUID operation) {
        RowShare.Sum sum = new RowShare.Sum();
        Map<Integer, @Nullable ChunkAudiences> frozen = new HashMap<>();
        jdbc.query(
                connection -> {
                    PreparedStatement chunks = connection.prepareStatement("""
                            select p.chunk, p.audiences, c.audience_outcomes, c.not_processed, c.first_line - p.first_line
                              from bulk_operation_chunk c
                              join bulk_preview_chunk p on p.preview_id = c.preview_id and p.chunk = c.preview_chunk
                             where c.operation_id = ? and c.done and p.audiences is not null
                             order by p.chunk""");
                    chunks.setObject(1, operation);
                    chunks.setFetchSize(CHUNKS_AT_ONCE);
                    return chunks;
                },
                row -> {
                    int chunk = row.getInt(1);
                    ChunkAudiences audiences = frozen.get(chunk);
                    if (audiences == null) {
                        frozen.clear();
                        audiences = Objects.requireNonNull(AudienceJson.read(row.getString(2)));
                        frozen.put(chunk, audiences);
                    }
                    audiences.add(AudienceJson.readOutcomes(row.getString(3)), sum);
                    audiences.addSetAside(row.getLong(5), row.getInt(4), sum);
                });
        return sum.shares();
    }

    @Override
    public Map<UUID, RowTally> seen(Viewer viewer, Collection<Operation> operations) {
        Map<UUID, List<RowShare>> shares =
                shares(viewer, operations.stream().map(Operation::previewId).toList());
        Map<UUID, RowTally> seen = new HashMap<>();
        for (Operation operation : operations) {
            RowTally tally = viewer.seen(shares.getOrDefault(operation.previewId(), List.of()));
            if (tally.rows() > 0) {
                seen.put(operation.id(), operation.done() ? tally : tally.plus(viewer.seen(outcomes(operation.id()))));
            }
        }
        return seen;
    }

    private Map<UUID, List<RowShare>> shares(Viewer viewer, List<UUID> previews) {
        Map<UUID, List<RowShare>> shares = new HashMap<>();
        if (previews.isEmpty()) {
            return shares;
        }
        jdbc.query(
                """
                select preview_id, divisions, row_count, added, changed, unchanged, skipped, stale, rejected, not_processed
                  from bulk_row_share where preview_id = any(?) and assignee = ?""",
                row -> {
                    shares.computeIfAbsent(row.getObject(1, UUID.class), id -> new ArrayList<>())
                            .add(new RowShare(
                                    Arrays.asList((String[]) row.getArray(2).getArray()),
                                    viewer.assignee(),
                                    new RowTally(
                                            row.getLong(3),
                                            new RowCounts(
                                                    row.getLong(4),
                                                    row.getLong(5),
                                                    row.getLong(6),
                                                    row.getLong(7),
                                                    row.getLong(8),
                                                    row.getLong(9)),
                                            row.getLong(10))));
                },
                previews.toArray(UUID[]::new),
                viewer.assignee());
        return shares;
    }
}
