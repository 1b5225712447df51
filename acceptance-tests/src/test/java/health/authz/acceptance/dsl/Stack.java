package health.authz.acceptance.dsl;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import health.authz.stack.DemoKey;
import health.authz.stack.LocalStack;
import health.authz.stack.LocalStackOptions;
import health.authz.stack.Republish;
import health.authz.verify.VerifyOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The local stack with its demo data, started once for all tests of this run, stopped at their end. */
public final class Stack {
    public static final List<String> SERVICES = List.of(
            "auth-command-service", "auth-query-service", "alert-service", "billing-group-service", "api-gateway");
    private static final String POSTGRES = "postgres";
    private static final Duration BACK = Duration.ofMinutes(5);
    private static final Duration LONGEST_TEST = Duration.ofMinutes(5);
    private static @Nullable Stack running;
    private final LocalStack local;
    private final Path data;
    private final Tokens tokens;
    private int daysAhead;
    private boolean closed;

    private Stack(LocalStack local, Path data) {
        this.local = local;
        this.data = data;
        this.tokens = new Tokens(local.gateway() + "/demo-issuer", DemoKey.read(local.demoKeyFile()));
    }

    public static synchronized Stack running() {
        if (running == null) {
            running = started("", true);
        }
        return running;
    }

    /** One of a test's own, without demo data, for what the others must not see; stopped by {@link #close} or at the end of the run. */
    public static Stack another(String name) {
        return started(name, false);
    }

    private static Stack started(String name, boolean demoData) {
        Path checkout = Path.of(System.getProperty("authz.checkout", ".."));
        Path data = Path.of(System.getProperty("authz.data", "target/stack"))
                .resolve(ProcessHandle.current().pid() + name);
        LocalStack local = LocalStack.start(new LocalStackOptions(checkout, data, 0, demoData));
        Stack started = new Stack(local, data);
        Runtime.getRuntime().addShutdownHook(new Thread(started::close));
        return started;
    }

    /** Stops it; again does nothing. */
    public synchronized void close() {
        if (!closed) {
            closed = true;
            local.close();
        }
    }

    /** Where its stores are, for {@code ./run verify}. */
    public VerifyOptions verifyOptions() {
        return VerifyOptions.of(local);
    }

    /** The read model, as the list's service writes it. */
    public MongoDatabase readModel(MongoClient client) {
        return client.getDatabase(Objects.requireNonNull(new ConnectionString(local.mongodbUri()).getDatabase()));
    }

    public MongoClient mongo() {
        return MongoClients.create(local.mongodbUri());
    }

    public URI gateway() {
        return local.gateway();
    }

    /** A service's own port, past the gateway. */
    public Api directly(String service, String token) {
        return new Api(local.service(service), "", token);
    }

    /** A service's own port, as another gateway would use it. */
    public URI service(String name) {
        return local.service(name);
    }

    /** Where a service shows its health and its metrics. */
    public URI management(String service) {
        return local.management(service);
    }

    public Tokens tokens() {
        return tokens;
    }

    public Api as(Login login) {
        return withToken(tokens.of(login));
    }

    public Api withToken(String token) {
        return new Api(gateway(), token);
    }

    /** The stack's day in UTC. */
    public LocalDate today() {
        return today(ZoneOffset.UTC);
    }

    public LocalDate today(ZoneId zone) {
        return LocalDate.ofInstant(Instant.now().plus(Duration.ofDays(daysAhead)), zone); // as the services' clock does
    }

    /** Waits while the day is about to end: days that are counted from today are meant from one day. */
    public static void awaitDayThatLasts() {
        eventually(LONGEST_TEST.multipliedBy(2), () -> assertThat(LocalTime.now(ZoneOffset.UTC))
                .isBefore(LocalTime.MAX.minus(LONGEST_TEST)));
    }

    public synchronized void nextDay() {
        local.nextDay();
        daysAhead++;
    }

    public void kill9(String process) {
        local.kill9(process);
    }

    /** Stops PostgreSQL in its own order, telling whoever is connected; the stack starts it again. */
    public void restartPostgres() {
        long before = Objects.requireNonNull(local.processes().get(POSTGRES));
        try {
            int told = new ProcessBuilder("kill", "-INT", Long.toString(before))
                    .start()
                    .waitFor();
            assertThat(told).as("a fast shutdown was asked for").isZero();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
        eventually(BACK, () -> assertThat(local.processes().getOrDefault(POSTGRES, before))
                .as("PostgreSQL is another process")
                .isNotEqualTo(before));
    }

    /** Ends a process the hard way and keeps it away while something is done, then waits until it is back. */
    public void without(String process, Runnable deed) {
        local.keepAway(process);
        try {
            deed.run();
        } finally {
            local.mayComeBack(process);
        }
        eventually(BACK, () -> assertThat(isReady(process)).as(process).isTrue());
    }

    /** Ends Kafka and takes its disk away; it comes back empty. */
    public void loseKafka() {
        local.keepAway("kafka");
        eventually(() -> assertThat(local.processes()).doesNotContainKey("kafka"));
        try (Stream<Path> all = Files.walk(data.resolve("kafka"))) {
            all.sorted(Comparator.reverseOrder())
                    .forEach(path -> assertThat(path.toFile().delete())
                            .as("%s is removed", path)
                            .isTrue());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        local.mayComeBack("kafka");
        eventually(BACK, () -> assertThat(local.ready("kafka")).isTrue());
    }

    /** What {@code ./run republish} does; answers what it said. */
    public List<String> republish() {
        List<String> said = new ArrayList<>();
        Map<String, URI> services = SERVICES.stream().collect(Collectors.toMap(name -> name, this::service));
        new Republish(services, tokens::ofOperator, said::add).run();
        return said;
    }

    /** Alive, taking requests, and whatever was lost of the list is back. */
    public boolean isReady(String process) {
        return local.ready(process) && isListWhole();
    }

    private boolean isListWhole() {
        return new Api(management("auth-query-service"), "", "")
                        .get("/actuator/health/list")
                        .status()
                == 200;
    }

    /** The database of the services, as the role of one of them. */
    public Connection postgres(String role) throws SQLException {
        return DriverManager.getConnection(local.jdbcUrl(), role, local.postgresPassword(role));
    }

    /** What a query counts in the database of one of the services. */
    public long count(String role, String query, @Nullable Object... parameters) throws SQLException {
        try (Connection database = postgres(role);
                PreparedStatement counting = database.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                counting.setObject(i + 1, parameters[i]);
            }
            try (ResultSet row = counting.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Waits until the service that adds authorizations knows a group; its codes were told before it. */
    public void awaitGroup(String organisation, String group) {
        eventually(() -> assertThat(count(
                        "auth_command",
                        "select count(*) from billing_code_group_copy where tenant = ? and group_id = ?",
                        organisation,
                        UUID.fromString(group)))
                .as("%s is known", group)
                .isPositive());
    }

    public String kafka() {
        return local.kafkaBootstrap();
    }

    public void emptyMongo() {
        try (MongoClient client = mongo()) {
            readModel(client).drop();
        }
    }
}
