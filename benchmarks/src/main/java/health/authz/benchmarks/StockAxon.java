package health.authz.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import health.authz.stack.LocalStack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * Authorizations added as the framework has it by default: one command, one unit of work, one commit for each row. The handler
 * does for its row what the bulk path does for a chunk: locks the client, looks for windows that overlap, takes a number, stores
 * the event and the window.
 */
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
        private final long number;

        OneAdded(AddOne wanted, long number) {
            this.number = number;
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
                    Integer.toString(alertDays),
                    Long.toString(number));
        }
    }

    /** The table beside the aggregates by which the framework's handbook validates what concerns more than one of them. */
    static final class Register {
        private final JdbcTemplate jdbc;

        Register(DataSource source) {
            jdbc = new JdbcTemplate(source);
        }

        void lock(String client) {
            jdbc.queryForList("select id from stock_client where id = ? for update", client);
        }

        boolean overlaps(AddOne wanted) {
            return !jdbc.queryForList("""
                            select authorization_id from stock_window
                             where client_id = ? and billing_code = ? and start_date <= ?::date and end_date >= ?::date""", wanted.client(), wanted.billingCode(), wanted.endDate(), wanted.startDate())
                    .isEmpty();
        }

        long nextNumber() {
            return Objects.requireNonNull(jdbc.queryForObject("select nextval('stock_number')", Long.class));
        }

        void record(AddOne added) {
            jdbc.update(
                    "insert into stock_window values (?::uuid, ?, ?, ?, ?::date, ?::date)",
                    added.authorizationId(),
                    added.client(),
                    added.billingCode(),
                    added.payer(),
                    added.startDate(),
                    added.endDate());
        }
    }

    /** The aggregate of the framework's handbook. */
    public static class StockAuthorization {
        @AggregateIdentifier
        private @Nullable String authorizationId;

        protected StockAuthorization() {}

        @CommandHandler
        public StockAuthorization(AddOne command, Register register) {
            register.lock(command.client());
            if (register.overlaps(command)) {
                throw new IllegalStateException("this client has this code already");
            }
            AggregateLifecycle.apply(new OneAdded(command, register.nextNumber()));
            register.record(command);
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
            statement.execute("drop table if exists DomainEventEntry, SnapshotEventEntry, stock_client, stock_window");
            statement.execute("drop sequence if exists stock_number");
            statement.execute("create sequence stock_number");
            statement.execute("create table stock_client (id text primary key)");
            statement.execute("insert into stock_client select 'c-' || n from generate_series(0, 9999) n");
            statement.execute("""
                    create table stock_window (authorization_id uuid primary key, client_id text, billing_code text,
                                               payer_id text, start_date date, end_date date)""");
            statement.execute("create index on stock_window (client_id, billing_code)");
        }
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(stack.jdbcUrl());
        pool.setUsername("auth_command");
        pool.setPassword(stack.postgresPassword("auth_command"));
        source = new HikariDataSource(pool);
        SpringTransactionManager transactions = new SpringTransactionManager(new DataSourceTransactionManager(source));
        JdbcEventStorageEngine.Builder engine = JdbcEventStorageEngine.builder()
                .connectionProvider(
                        new UnitOfWorkAwareConnectionProviderWrapper(new SpringDataSourceConnectionProvider(source)))
                .transactionManager(transactions);
        axon = DefaultConfigurer.defaultConfiguration()
                .configureTransactionManager(config -> transactions)
                .registerComponent(Register.class, config -> new Register(source))
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
