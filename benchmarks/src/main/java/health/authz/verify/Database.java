package health.authz.verify;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The schema of one service, read and never written. */
final class Database implements AutoCloseable {
    private static final int FETCH = 2_000;
    private final Connection connection;

    private Database(Connection connection) {
        this.connection = connection;
    }

    /** @param service whose role and schema; the limits that its role has for its own work do not hold for long reading */
    static Database open(VerifyOptions options, String service) throws SQLException {
        Properties as = new Properties();
        as.setProperty("user", service);
        as.setProperty("password", options.postgresPassword().apply(service));
        as.setProperty("ApplicationName", "verify");
        as.setProperty("options", "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0");
        as.setProperty("tcpKeepAlive", "true");
        Connection connection = DriverManager.getConnection(options.postgresUrl(), as);
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return new Database(connection);
    }

    interface Row {
        void take(ResultSet row) throws SQLException;
    }

    interface Reading {
        void read() throws SQLException;
    }

    /** All that is read within sees one state of the schema; outside of it each query sees a state of its own. */
    void inOneSnapshot(Reading reading) throws SQLException {
        try {
            connection.rollback();
            reading.read();
        } finally {
            connection.rollback();
        }
    }

    /** Rows come in parts, so that no result is held as a whole. */
    void each(String query, Row row, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setFetchSize(FETCH);
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(
                        i + 1,
                        parameters[i] instanceof String[] texts
                                ? connection.createArrayOf("text", texts)
                                : parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    row.take(rows);
                }
            }
        }
    }

    /** One number, now. */
    long number(String query, @Nullable Object... parameters) throws SQLException {
        long[] found = new long[1];
        inOneSnapshot(() -> each(query, row -> found[0] = row.getLong(1), parameters));
        return found[0];
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
