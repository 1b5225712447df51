package health.authz.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import health.authz.stack.LocalStack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Authorizations added as the framework has it by default: one command, one unit of work, one commit for each row. */
final class StockAxon implements AutoCloseable {
    private final HikariDataSource source;
    private final Configuration axon;

    /** What a biller wants for one client and code. */
    record AddOne(
            @TargetAggregateIdentifier String authorizationId,
            String organisation,
            String client,
            String billingCode,
            String payer,
            String startDate,
            String endDate,
            String units,
            String alertLevel,
            int alertDays) {}

    /** A plain class, because the default serializer writes no records. */
    static final class OneAdded {
        private final String authorizationId;
        private final String organisation;
        private final String client;
        private final String billingCode;
        private final String payer;
        private final String startDate;
        private final String endDate;
        private final String units;
        private final String alertLevel;
        private final int alertDays;

        OneAdded(AddOne wanted) {
            authorizationId = wanted.authorizationId();
            organisation = wanted.organisation();
            client = wanted.client();
            billingCode = wanted.billingCode();
            payer = wanted.payer();
            startDate = wanted.startDate();
            endDate = wanted.endDate();
            units = wanted.units();
            alertLevel = wanted.alertLevel();
            alertDays = wanted.alertDays();
        }

        String authorizationId() {
            return authorizationId;
        }

        @Override
        public String toString() {
            return String.join(
                    " ",
                    organisation,
                    client,
                    billingCode,
                    payer,
                    startDate,
                    endDate,
                    units,
                    alertLevel,
                    Integer.toString(alertDays));
        }
    }

    /** The aggregate of the framework's handbook. */
    public static class StockAuthorization {
        @AggregateIdentifier
        private @Nullable String authorizationId;

        protected StockAuthorization() {}

        @CommandHandler
        public StockAuthorization(AddOne command) {
            AggregateLifecycle.apply(new OneAdded(command));
        }

        @EventSourcingHandler
        void on(OneAdded event) {
            authorizationId = event.authorizationId();
        }

        @Override
        public String toString() {
            return String.valueOf(authorizationId);
        }
    }

    StockAxon(LocalStack stack) throws SQLException {
        System.setProperty("axoniq.update-checker.disabled", "true");
        System.setProperty("disable-axoniq-console-message", "true");
        try (Connection database = Store.connect(stack);
                Statement statement = database.createStatement()) {
            statement.execute("drop table if exists DomainEventEntry, SnapshotEventEntry");
        }
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(stack.jdbcUrl());
        pool.setUsername("auth_command");
        pool.setPassword("auth_command");
        source = new HikariDataSource(pool);
        JdbcEventStorageEngine.Builder engine = JdbcEventStorageEngine.builder()
                .connectionProvider(
                        new UnitOfWorkAwareConnectionProviderWrapper(new DataSourceConnectionProvider(source)))
                .transactionManager(NoTransactionManager.INSTANCE);
        axon = DefaultConfigurer.defaultConfiguration()
                .configureAggregate(StockAuthorization.class)
                .configureEmbeddedEventStore(config -> {
                    JdbcEventStorageEngine made = engine.eventSerializer(config.eventSerializer())
                            .snapshotSerializer(config.serializer())
                            .build();
                    made.createSchema(PostgresEventTableFactory.INSTANCE);
                    return made;
                })
                .start();
    }

    /** Seconds for so many commands, each awaited. */
    double add(int rows) throws SQLException {
        CommandGateway gateway = axon.commandGateway();
        long before = stored();
        long begun = System.nanoTime();
        for (int i = 0; i < rows; i++) {
            gateway.sendAndWait(new AddOne(
                    UUID.randomUUID().toString(),
                    "abc",
                    "c-" + i / 10,
                    "S" + i % 10,
                    "bcbs",
                    "2026-12-01",
                    "2027-05-31",
                    "48",
                    "2",
                    14));
        }
        double seconds = Wait.seconds(begun);
        long after = stored();
        Wait.check(after - before == rows, () -> "the framework stored " + (after - before) + " of " + rows);
        return seconds;
    }

    private long stored() throws SQLException {
        try (Connection database = source.getConnection();
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from DomainEventEntry")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        axon.shutdown();
        source.close();
    }
}
