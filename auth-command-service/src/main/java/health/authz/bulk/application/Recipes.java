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

/** Recipes of every organisation in PostgreSQL. Upper and lower case do not tell names apart. */
public class Recipes {
    private static final String SELECT =
            "select name, owner, version, form, changed_at from bulk_recipe where tenant = ?";
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Recipes(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** What a put came to. @param isNew there was none of this name */
    public record Put(Recipe recipe, boolean isNew) {}

    /** By name; what comes behind one. */
    public List<Recipe> page(TenantId tenant, @Nullable String behind, int most) {
        return jdbc.query(
                SELECT + " and key > ? order by key limit ?",
                (row, number) -> recipe(row),
                tenant.value(),
                behind == null ? "" : key(behind),
                most);
    }

    public long count(TenantId tenant) {
        Long count =
                jdbc.queryForObject("select count(*) from bulk_recipe where tenant = ?", Long.class, tenant.value());
        return count == null ? 0 : count;
    }

    public Optional<Recipe> find(TenantId tenant, String name) {
        return find(tenant, name, "");
    }

    private Optional<Recipe> find(TenantId tenant, String name, String lock) {
        return jdbc
                .query(SELECT + " and key = ?" + lock, (row, number) -> recipe(row), tenant.value(), key(name))
                .stream()
                .findFirst();
    }

    /**
     * Makes a recipe, or changes one that the caller owns.
     *
     * @param onlyIfAbsent whether one that is there is refused (412) and not changed
     * @throws ProblemException 409 if the name is somebody else's, 428 or 412 if it was not changed from what is there
     */
    public Put put(Caller caller, String name, String form, @Nullable String ifMatch, boolean onlyIfAbsent) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Optional<Recipe> there = find(caller.tenant(), name, " for update");
            if (there.isEmpty() && ifMatch != null) {
                throw Problems.removedMeanwhile();
            }
            if (there.isEmpty()) {
                if (insert(caller, name, form)) {
                    return new Put(written(caller, name), true);
                }
                there = find(caller.tenant(), name, " for update");
            }
            Recipe found = there.orElseThrow(Problems::removedMeanwhile);
            if (onlyIfAbsent) {
                throw Problems.existsAlready(found.version());
            }
            Recipe recipe = owned(caller, found, ifMatch);
            jdbc.update(
                    """
                    update bulk_recipe set name = ?, form = ?, version = ?, changed_at = ?
                     where tenant = ? and key = ?""",
                    name,
                    form,
                    recipe.version() + 1,
                    Timestamp.from(clock.instant()),
                    caller.tenant().value(),
                    key(name));
            return new Put(written(caller, name), false);
        }));
    }

    private Recipe written(Caller caller, String name) {
        return find(caller.tenant(), name).orElseThrow(Problems::removedMeanwhile);
    }

    /** @return whether nobody else made one of this name in the same moment */
    private boolean insert(Caller caller, String name, String form) {
        return jdbc.update(
                        """
                        insert into bulk_recipe (tenant, key, name, owner, version, form, changed_at)
                        values (?, ?, ?, ?, 1, ?, ?) on conflict do nothing""",
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
            Recipe recipe = find(caller.tenant(), name, " for update").orElseThrow(Problems::notFound);
            owned(caller, recipe, ifMatch);
            jdbc.update(
                    "delete from bulk_recipe where tenant = ? and key = ?",
                    caller.tenant().value(),
                    key(name));
        });
    }

    private static Recipe owned(Caller caller, Recipe recipe, @Nullable String ifMatch) {
        if (!recipe.owner().equals(caller.userId())) {
            throw Problems.conflict(
                    "recipe-of-somebody-else",
                    "The recipe " + recipe.name() + " belongs to user " + recipe.owner()
                            + ". Run it as it is, ask them to change it, or save yours under another name.");
        }
        ETags.require(ifMatch, recipe.version());
        return recipe;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Recipe recipe(ResultSet row) throws SQLException {
        return new Recipe(
                row.getString(1),
                new UserId(row.getString(2)),
                row.getLong(3),
                row.getString(4),
                row.getTimestamp(5).toInstant());
    }
}
