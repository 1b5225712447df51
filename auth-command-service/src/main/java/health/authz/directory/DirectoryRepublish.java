package health.authz.directory;

import health.authz.events.TenantId;
import health.authz.events.directory.DirectoryKey;
import health.authz.events.directory.DirectoryKind;
import health.authz.platform.relay.Outbox;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Says the whole directory again, of all organisations, tombstones included, after Kafka lost what it was told.
 *
 * <p>In steps of their own transaction each, at the place that the step before left: whoever goes on after a crash, or
 * beside another instance, says no record twice and leaves none out. Records go out with the version that they have, so
 * that readers who have them already change nothing.
 */
public class DirectoryRepublish {
    private static final int RECORDS_A_STEP = 500;
    private static final String ACTOR = "auth-command-service";
    private static final String PROGRESS = "select total, done, ended_at is not null from directory_republish";
    /**
     * Locked, in the order in which everybody locks records. A line of a state must come before the line of the next one: of a
     * compacted topic the last line stays, and nobody who reads it later would know that it is an older one.
     */
    private static final String NEXT = """
            select tenant, kind, id, value, version from directory_record
             where (tenant, kind, id) > (?, ?, ?) order by tenant, kind, id limit ? for share""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Outbox outbox;
    private final DirectoryLines lines;
    private final Clock clock;

    DirectoryRepublish(JdbcTemplate jdbc, TransactionTemplate transaction, Outbox outbox, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.outbox = outbox;
        this.lines = new DirectoryLines(clock);
        this.clock = clock;
    }

    /**
     * How far it is.
     *
     * @param done records whose lines are written
     * @param total records when it began, erased ones included; what was first put meanwhile is not counted and may be said
     *     too, so at the end {@code done} is what was really said
     * @param ended whether all is said
     */
    public record Progress(long done, long total, boolean ended) {}

    private record Place(String tenant, String kind, String id, long done, boolean ended) {}

    /** Begins from the first record, unless one is under way: that one goes on. */
    public Progress begin() {
        return Objects.requireNonNull(transaction.execute(status -> {
            jdbc.update("""
                    insert into directory_republish as held (total, done, tenant, kind, id, started_at)
                    select count(*), 0, '', '', '', ? from directory_record
                    on conflict (only_one) do update
                       set total = excluded.total, done = 0, tenant = '', kind = '', id = '',
                           started_at = excluded.started_at, ended_at = null
                     where held.ended_at is not null""", Timestamp.from(clock.instant()));
            return progress().orElseThrow();
        }));
    }

    /** Ends what is under way without saying the rest, because what was said is lost. */
    void giveUp() {
        jdbc.update(
                "update directory_republish set ended_at = ? where ended_at is null", Timestamp.from(clock.instant()));
    }

    /** How far the last one is; empty if there was none. */
    public Optional<Progress> progress() {
        return jdbc
                .query(PROGRESS, (row, number) -> new Progress(row.getLong(2), row.getLong(1), row.getBoolean(3)))
                .stream()
                .findFirst();
    }

    /**
     * Writes the lines of the next records, in a transaction of its own.
     *
     * @return how far it is then; what has ended, or never began, stays so
     */
    public Optional<Progress> step() {
        return Objects.requireNonNull(transaction.execute(status -> {
            Place place = underWay();
            if (place != null && !place.ended()) {
                say(place);
            }
            return progress();
        }));
    }

    /** Begins, or goes on with what is under way, to its end. */
    public Progress run() {
        Progress now = begin();
        while (!now.ended()) {
            now = step().orElseThrow();
        }
        return now;
    }

    private @Nullable Place underWay() {
        List<Place> places = jdbc.query(
                "select tenant, kind, id, done, ended_at is not null from directory_republish for update",
                (row, number) -> new Place(
                        row.getString(1), row.getString(2), row.getString(3), row.getLong(4), row.getBoolean(5)));
        return places.isEmpty() ? null : places.getFirst();
    }

    private void say(Place from) {
        List<Outbox.Line> said = new ArrayList<>(RECORDS_A_STEP);
        List<DirectoryKey> keys = new ArrayList<>(RECORDS_A_STEP);
        jdbc.query(
                NEXT,
                row -> {
                    DirectoryKey key = new DirectoryKey(
                            new TenantId(row.getString(1)), DirectoryKind.of(row.getString(2)), row.getString(3));
                    keys.add(key);
                    said.add(lines.line(key, row.getLong(5), row.getString(4), ACTOR));
                },
                from.tenant(),
                from.kind(),
                from.id(),
                RECORDS_A_STEP);
        outbox.put(said);
        if (keys.size() < RECORDS_A_STEP) {
            jdbc.update(
                    "update directory_republish set done = ?, ended_at = ?",
                    from.done() + keys.size(),
                    Timestamp.from(clock.instant()));
        } else {
            DirectoryKey last = keys.getLast();
            jdbc.update(
                    "update directory_republish set done = ?, tenant = ?, kind = ?, id = ?",
                    from.done() + keys.size(),
                    last.tenant().value(),
                    last.kind().wireName(),
                    last.id());
        }
    }
}
