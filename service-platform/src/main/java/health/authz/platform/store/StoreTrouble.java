package health.authz.platform.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/**
 * What a store that cannot serve just now has too little of. It passes by itself or when somebody makes room, so whoever asked may ask
 * again; a fault of the statement is none of these.
 *
 * <p>PostgreSQL tells by SQLSTATE (its documentation, appendix A), MongoDB's driver by the class of what it throws.
 */
public enum StoreTrouble {
    AWAY("the database is away"),
    FULL("disk full"),
    SHORT("the database is short of memory or connections"),
    READ_ONLY("the database takes no changes"),
    BROKEN_DISK("the database cannot read or write its files"),
    SLOW("the database takes longer than it may"),
    CROWDED("others hold what this needs");

    /** Ends of sessions and transactions by the server's own limits: whoever stood still so long finds them gone. */
    private static final Set<String> ENDED = Set.of("25P03", "25P04");

    private static final Set<String> LOCKED = Set.of("55P03", "40P01", "40001");

    /** How the names of the exceptions of MongoDB's driver begin; services without MongoDB have no driver. */
    private static final List<String> MONGODB_IS_AWAY = Stream.of(
                    "Timeout",
                    "Socket",
                    "Interrupted",
                    "NotPrimary",
                    "NodeIsRecovering",
                    "ServerUnavailable",
                    "ConnectionPool",
                    "WriteConcern",
                    "Security")
            .map(kind -> "com.mongodb.Mongo" + kind)
            .toList();

    private static final List<String> MONGODB_IS_SLOW =
            List.of("com.mongodb.MongoOperationTimeout", "com.mongodb.MongoExecutionTimeout");

    private static final List<Class<? extends Exception>> WITHOUT_STATE = List.of(
            SQLTransientConnectionException.class,
            SQLNonTransientConnectionException.class,
            SQLRecoverableException.class,
            CannotGetJdbcConnectionException.class,
            CannotCreateTransactionException.class,
            TransientDataAccessResourceException.class);

    private final String why;

    StoreTrouble(String why) {
        this.why = why;
    }

    /** In words for whoever waits. */
    public String why() {
        return why;
    }

    /** The trouble behind a failure; empty if it is of another kind. */
    public static Optional<StoreTrouble> of(Throwable failed) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Throwable> behind = new ArrayDeque<>(List.of(failed));
        StoreTrouble vague = null;
        while (!behind.isEmpty()) {
            Throwable each = behind.poll();
            if (!seen.add(each)) {
                continue;
            }
            StoreTrouble exact = exactly(each);
            if (exact != null) {
                return Optional.of(exact);
            }
            vague = vague == null ? vaguely(each) : vague;
            Stream.of(hidden(each), each.getCause(), each instanceof SQLException sql ? sql.getNextException() : null)
                    .filter(next -> next != null)
                    .forEach(behind::add);
            behind.addAll(List.of(each.getSuppressed()));
        }
        return Optional.ofNullable(vague);
    }

    /** A rollback that fails on a lost connection stands in front of what lost it, which is not its cause. */
    private static @Nullable Throwable hidden(Throwable failed) {
        return failed instanceof TransactionSystemException both ? both.getApplicationException() : null;
    }

    private static @Nullable StoreTrouble exactly(Throwable failed) {
        if (failed instanceof SQLException sql) {
            return byState(sql.getSQLState());
        }
        String type = failed.getClass().getName();
        if (MONGODB_IS_SLOW.stream().anyMatch(type::startsWith)) {
            return SLOW;
        }
        return MONGODB_IS_AWAY.stream().anyMatch(type::startsWith) ? AWAY : null;
    }

    private static @Nullable StoreTrouble byState(@Nullable String state) {
        if (state == null) {
            return null;
        }
        if (state.equals("53100")) {
            return FULL;
        }
        if (state.equals("25006")) {
            return READ_ONLY;
        }
        if (state.equals("57014")) {
            return SLOW;
        }
        if (LOCKED.contains(state)) {
            return CROWDED;
        }
        if (state.startsWith("53")) {
            return SHORT;
        }
        if (state.startsWith("58")) {
            return BROKEN_DISK;
        }
        // 28 and 3D: the server lets this service in no more, or its database is gone
        boolean away = Stream.of("08", "57P", "28", "3D").anyMatch(state::startsWith);
        return away || ENDED.contains(state) ? AWAY : null;
    }

    /** Of failures that name no state: the pool's own, and those of a connection that was lost in the middle. */
    private static @Nullable StoreTrouble vaguely(Throwable failed) {
        if (failed instanceof SQLTimeoutException || failed instanceof QueryTimeoutException) {
            return SLOW;
        }
        return WITHOUT_STATE.stream().anyMatch(kind -> kind.isInstance(failed)) || isClosed(failed) ? AWAY : null;
    }

    /** What the pool hands out for a connection that was lost says nothing more. */
    private static boolean isClosed(Throwable failed) {
        return failed instanceof SQLException sql
                && sql.getSQLState() == null
                && "Connection is closed".equals(sql.getMessage());
    }
}
