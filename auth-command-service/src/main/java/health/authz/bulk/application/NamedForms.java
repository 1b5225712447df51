package health.authz.bulk.application;

import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ETags;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Forms of one kind, of every organisation, in PostgreSQL. Upper and lower case do not tell names apart. */
public abstract class NamedForms {
    private final String kind;
    private final String table;
    private final String select;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    /** @param kind one word, as people and problems call it; its table is {@code bulk_} and that word */
    NamedForms(String kind, JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
        this.kind = kind;
        this.table = "bulk_" + kind;
        this.select = "select name, owner, version, form, changed_at from " + table + " where tenant = ?";
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What a put came to. @param isNew there was none of this name */
    public record Put(NamedForm form, boolean isNew) {}

    /** By name; what comes behind one. */
    public List<NamedForm> page(TenantId tenant, @Nullable String behind, int most) {
        return jdbc.query(
                select + " and key > ? order by key limit ?",
                (row, number) -> form(row),
                tenant.value(),
                behind == null ? "" : key(behind),
                most);
    }

    public long count(TenantId tenant) {
        Long count =
                jdbc.queryForObject("select count(*) from " + table + " where tenant = ?", Long.class, tenant.value());
        return count == null ? 0 : count;
    }

    public Optional<NamedForm> find(TenantId tenant, String name) {
        return find(tenant, name, "");
    }

    private Optional<NamedForm> find(TenantId tenant, String name, String lock) {
        return jdbc
                .query(select + " and key = ?" + lock, (row, number) -> form(row), tenant.value(), key(name))
                .stream()
                .findFirst();
    }

    /**
     * Makes one, or changes one that the caller owns.
     *
     * @param onlyIfAbsent whether one that is there is refused (412) and not changed
     * @throws ProblemException 409 if the name is somebody else's, 428 or 412 if it was not changed from what is there
     */
    public Put put(Caller caller, String name, String form, @Nullable String ifMatch, boolean onlyIfAbsent) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Optional<NamedForm> there = find(caller.tenant(), name, " for update");
            if (there.isEmpty() && ifMatch != null) {
                throw Problems.removedMeanwhile();
            }
            if (there.isEmpty()) {
                if (insert(caller, name, form)) {
                    return new Put(written(caller, name), true);
                }
                there = find(caller.tenant(), name, " for update");
            }
            NamedForm found = there.orElseThrow(Problems::removedMeanwhile);
            if (onlyIfAbsent) {
                throw Problems.existsAlready(found.version());
            }
            NamedForm named = owned(caller, found, ifMatch);
            jdbc.update(
                    "update " + table
                            + " set name = ?, form = ?, version = ?, changed_at = ? where tenant = ? and key = ?",
                    name,
                    form,
                    named.version() + 1,
                    Timestamp.from(clock.instant()),
                    caller.tenant().value(),
                    key(name));
            return new Put(written(caller, name), false);
        }));
    }

    private NamedForm written(Caller caller, String name) {
        return find(caller.tenant(), name).orElseThrow(Problems::removedMeanwhile);
    }

    /** @return whether nobody else made one of this name in the same moment */
    private boolean insert(Caller caller, String name, String form) {
        return jdbc.update(
                        "insert into " + table + " (tenant, key, name, owner, version, form, changed_at)"
                                + " values (?, ?, ?, ?, 1, ?, ?) on conflict do nothing",
                        caller.tenant().value(),
                        key(name),
                        name,
                        caller.userId().value(),
                        form,
                        Timestamp.from(clock.instant()))
                == 1;
    }

    /** @throws ProblemException 404 if there is none; otherwise as for {@link #put} */
    public void remove(Caller caller, String name, @Nullable String ifMatch) {
        transaction.executeWithoutResult(status -> {
            NamedForm named = find(caller.tenant(), name, " for update").orElseThrow(Problems::notFound);
            owned(caller, named, ifMatch);
            jdbc.update(
                    "delete from " + table + " where tenant = ? and key = ?",
                    caller.tenant().value(),
                    key(name));
        });
    }

    private NamedForm owned(Caller caller, NamedForm named, @Nullable String ifMatch) {
        if (!named.owner().equals(caller.userId())) {
            throw ofSomebodyElse("The " + kind + " " + named.name() + " belongs to user " + named.owner()
                    + ". Use it as it is, ask them to change it, or save yours under another name.");
        }
        ETags.require(ifMatch, named.version());
        return named;
    }

    /** The refusal to change what belongs to another. */
    abstract ProblemException ofSomebodyElse(String detail);

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static NamedForm form(ResultSet row) throws SQLException {
        return new NamedForm(
                row.getString(1),
                new UserId(row.getString(2)),
                row.getLong(3),
                row.getString(4),
                row.getTimestamp(5).toInstant());
    }
}
