package health.authz.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import health.authz.stack.TestParts;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A schema of its own in the shared PostgreSQL, with the platform's tables. */
public final class TestDatabase implements AutoCloseable {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private final HikariDataSource dataSource;
    private final String schema;

    public TestDatabase() {
        schema = "platform_" + NUMBER.incrementAndGet();
        try (Connection admin = TestParts.postgres().admin();
                Statement statement = admin.createStatement()) {
            statement.execute("create schema " + schema);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(TestParts.postgres().url() + "?reWriteBatchedInserts=true&currentSchema=" + schema);
        pool.setUsername("postgres");
        pool.setMaximumPoolSize(8);
        dataSource = new HikariDataSource(pool);
        Flyway.configure()
                .dataSource(dataSource)
                .schemas(schema)
                .locations("classpath:db/platform")
                .outOfOrder(true)
                .load()
                .migrate();
    }

    public String schema() {
        return schema;
    }

    public HikariDataSource dataSource() {
        return dataSource;
    }

    public JdbcTemplate jdbc() {
        return new JdbcTemplate(dataSource);
    }

    public TransactionTemplate transaction() {
        return new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
