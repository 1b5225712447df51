package health.authz.platform.republish;

import health.authz.platform.relay.RelayControl;
import health.authz.platform.relay.RelayPositions;
import health.authz.platform.relay.RelaySource;
import health.authz.platform.relay.TellAgain;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Tells Kafka again what this service has told: its events by putting the relay back, its other state by writing the lines
 * again. One run at a time, kept in PostgreSQL, so that any instance goes on with it. Readers apply nothing twice.
 */
public class Republish implements TellAgain {
    /** So many lines may wait for Kafka before more are written: names do not pile up while it is away. */
    private static final int LINES_WAITING_MAX = 5_000;

    private static final String READ = """
            select r.first_event, r.last_event, r.events, r.directory, r.last_line, r.started_at, r.ended_at, l.reason,
                   l.noticed_at > r.started_at
              from republish r left join relay_lost l on true""";
    private static final String BEGIN = """
            insert into republish as held (first_event, last_event, events, directory, mends)
            select ?, coalesce(max(global_index), 0), count(*), ?,
                   exists (select 1 from relay_lost) or exists (select 1 from republish where mends and ended_at is null)
              from domain_event_entry where global_index >= ?
            on conflict (only_one) do update
               set first_event = excluded.first_event, last_event = excluded.last_event, events = excluded.events,
                   directory = excluded.directory, mends = excluded.mends, last_line = null, started_at = excluded.started_at, ended_at = null""";

    private final JdbcTemplate jdbc;
    private final TransactionOperations transaction;
    private final RelayControl control;
    private final RelayPositions positions;
    private final @Nullable Retold retold;
    /** Whether a run may be under way; looked at again in the store. */
    private final AtomicBoolean awake = new AtomicBoolean(true);

    /** @param retold what there is to tell beside the events; null if nothing */
    Republish(
            JdbcTemplate jdbc,
            TransactionOperations transaction,
            RelayControl control,
            RelayPositions positions,
            @Nullable Retold retold) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.control = control;
        this.positions = positions;
        this.retold = retold;
    }

    /**
     * A run.
     *
     * @param lost what Kafka has lost and was not told again yet; null if nothing is known to be
     * @param lostSince whether that was found after the run began: what it told is gone
     */
    private record Run(
            long first,
            long last,
            long events,
            boolean directory,
            @Nullable Long lastLine,
            OffsetDateTime startedAt,
            @Nullable OffsetDateTime endedAt,
            @Nullable String lost,
            boolean lostSince) {
        static Run of(ResultSet row, int number) throws SQLException {
            return new Run(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getBoolean(4),
                    row.getObject(5, Long.class),
                    Objects.requireNonNull(row.getObject(6, OffsetDateTime.class)),
                    row.getObject(7, OffsetDateTime.class),
                    row.getString(8),
                    row.getBoolean(9));
        }

        boolean isUnderWay() {
            return endedAt == null && !lostSince;
        }

        boolean covers(long from, boolean state) {
            return first <= from && (directory || !state);
        }
    }

    /**
     * Begins, unless a run that tells all of this is under way: that one goes on. Beside a run that tells less, all of both is
     * told.
     *
     * @param from number of the first event; 1 or less = all of them
     * @param directory whether what is kept beside the events is told too
     * @throws TopicsAreLost if only a part is asked for while Kafka has lost what it was told
     */
    public RepublishProgress begin(long from, boolean directory) {
        return begin(from, directory, false);
    }

    /** Begins from the very first event: what an earlier run told is lost. */
    @Override
    public void everything() {
        begin(1, true, true);
    }

    private RepublishProgress begin(long from, boolean directory, boolean anew) {
        RepublishProgress begun = Objects.requireNonNull(transaction.execute(status -> {
            jdbc.execute("lock table republish in exclusive mode");
            Run before = anew ? null : underWay();
            if (before != null && before.covers(from, directory)) {
                return progress(before);
            }
            long first = Math.max(1, before == null ? from : Math.min(from, before.first()));
            boolean state = directory || (before != null && before.directory());
            write(first, state, before == null);
            return progress(Objects.requireNonNull(run()));
        }));
        awake.set(true);
        return begun;
    }

    private void write(long first, boolean state, boolean fromTheBeginning) {
        boolean whole = first == 1 && (state || retold == null);
        if (!whole && lost() != null) {
            throw new TopicsAreLost();
        }
        jdbc.update(BEGIN, first, state, first);
        if (whole) {
            control.republishFrom(0);
        } else {
            control.repeatFrom(first - 1);
        }
        if (state && retold != null) {
            retold.begin(fromTheBeginning);
        }
    }

    /** How far the last run is. */
    public RepublishProgress progress() {
        Run run = run();
        return run == null ? RepublishProgress.none(lost()) : progress(run);
    }

    /** Whether a run may be under way, begun here or not ended when this instance started. */
    boolean isAwake() {
        return awake.get();
    }

    /** Does what is to be done now for the run under way: the next lines, and its end. */
    void goOn() {
        awake.set(false);
        Run run = run();
        if (run == null || run.endedAt() != null) {
            return;
        }
        awake.set(true);
        if (run.directory() && retold != null && run.lastLine() == null) {
            writeLines(retold, run);
        } else if (isTold(run)) {
            jdbc.update(
                    "update republish set ended_at = clock_timestamp() where ended_at is null and started_at = ?",
                    run.startedAt());
        }
    }

    private void writeLines(Retold state, Run run) {
        while (!state.progress().ended()) {
            if (waiting() > LINES_WAITING_MAX) {
                return;
            }
            state.step();
        }
        // Read after the last of them was committed; those that Kafka has are not in the table any more.
        jdbc.update("""
                update republish set last_line = (select coalesce(max(position), 0) from outbox)
                 where last_line is null and started_at = ?""", run.startedAt());
    }

    private boolean isTold(Run run) {
        return positions.passed(RelaySource.EVENTS) >= run.last() && linesAreTold(run);
    }

    private boolean linesAreTold(Run run) {
        if (!run.directory() || retold == null) {
            return true;
        }
        Long last = run.lastLine();
        return last != null
                && Boolean.FALSE.equals(jdbc.queryForObject(
                        "select exists (select 1 from outbox where position <= ?)", Boolean.class, last));
    }

    private RepublishProgress progress(Run run) {
        boolean ended = run.endedAt() != null || (!run.lostSince() && isTold(run));
        return new RepublishProgress(
                ended ? RepublishProgress.State.ENDED : RepublishProgress.State.RUNNING,
                run.first(),
                ended ? RepublishProgress.Part.whole(run.events()) : events(run),
                run.directory() && retold != null ? lines(retold.progress(), ended) : RepublishProgress.Part.whole(0),
                run.lost(),
                run.startedAt().toInstant(),
                run.endedAt() == null ? null : run.endedAt().toInstant());
    }

    /** Counted once, when it began; how many of them are passed follows from the numbers. */
    private RepublishProgress.Part events(Run run) {
        long passed = Math.clamp(
                positions.passed(RelaySource.EVENTS), run.first() - 1, Math.max(run.first() - 1, run.last()));
        long numbers = run.last() - run.first() + 1;
        long done = numbers <= 0 || passed == run.last()
                ? run.events()
                : run.events() * (passed - run.first() + 1) / numbers;
        return new RepublishProgress.Part(done, run.events());
    }

    /** A line is told when Kafka has it: what still waits is not. */
    private RepublishProgress.Part lines(Retold.Progress written, boolean ended) {
        long done = ended ? written.done() : Math.max(0, written.done() - waiting());
        return new RepublishProgress.Part(done, Math.max(written.total(), written.done()));
    }

    private long waiting() {
        Long lines = jdbc.queryForObject(
                "select count(*) from (select 1 from outbox limit ?) waiting", Long.class, 2 * LINES_WAITING_MAX);
        return lines == null ? 0 : lines;
    }

    private @Nullable Run underWay() {
        Run last = run();
        return last != null && last.isUnderWay() ? last : null;
    }

    private @Nullable String lost() {
        List<String> reasons = jdbc.queryForList("select reason from relay_lost", String.class);
        return reasons.isEmpty() ? null : reasons.getFirst();
    }

    private @Nullable Run run() {
        List<Run> runs = jdbc.query(READ, Run::of);
        return runs.isEmpty() ? null : runs.getFirst();
    }

    /** A part of it would leave the topics in pieces. */
    public static final class TopicsAreLost extends RuntimeException {
        TopicsAreLost() {
            super("Kafka has lost what it was told, so everything is to be told again", null, false, false);
        }
    }
}
