package health.authz.platform.logging;

import java.sql.SQLException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What may be told of a failure of PostgreSQL: where, never with what. */
final class SqlPlaces {
    private SqlPlaces() {}

    /** The pool's own failures, and those of the server as a whole, know nothing of what was to be written. */
    static boolean isHarmless(Throwable thrown) {
        return thrown instanceof SQLException sql && (sql.getSQLState() == null || isOfTheServer(sql.getSQLState()));
    }

    private static boolean isOfTheServer(String state) {
        return Stream.of("08", "25", "28", "3D", "40", "53", "55", "57", "58").anyMatch(state::startsWith);
    }

    static Stream<String> of(Throwable thrown) {
        if (!(thrown instanceof SQLException sql)) {
            return Stream.empty();
        }
        ServerErrorMessage server = thrown instanceof PSQLException known ? known.getServerErrorMessage() : null;
        Stream<String> state = Stream.ofNullable(sql.getSQLState()).map(each -> "; SQLSTATE " + each);
        return server == null
                ? state
                : Stream.of(
                                state,
                                named("table", server.getTable()),
                                named("column", server.getColumn()),
                                named("constraint", server.getConstraint()))
                        .flatMap(each -> each);
    }

    private static Stream<String> named(String what, @Nullable String name) {
        return name == null ? Stream.empty() : Stream.of("; " + what + " " + name);
    }
}
