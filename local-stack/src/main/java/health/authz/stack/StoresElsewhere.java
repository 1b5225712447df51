package health.authz.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Stores that are run elsewhere are asked before anything starts: whoever typed an address wrong is told so, not five services. */
final class StoresElsewhere {
    private static final Duration TIME_TO_CONNECT = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern HOSTS = Pattern.compile("^[a-z:]+://(?:[^@/]*@)?([^/?]+).*");
    private static final int MONGODB_PORT = 27_017;
    private static final int POSTGRESQL_PORT = 5_432;
    private static final String KAFKA_NAMES_NO_PORT = "an address is HOST:PORT";

    private StoresElsewhere() {}

    /** @throws IllegalStateException with the option, the address and the reason, within 15 seconds */
    static void check(LocalStackOptions options) {
        List<CompletableFuture<Optional<String>>> asked = Stream.of(
                        asked("--postgres", options.postgresUrl(), StoresElsewhere::postgres),
                        asked("--kafka", options.kafkaBootstrap(), StoresElsewhere::kafka),
                        asked("--mongodb-uri", options.mongodbUri(), StoresElsewhere::mongodb))
                .toList();
        List<String> wrong = asked.stream()
                .map(CompletableFuture::join)
                .flatMap(Optional::stream)
                .toList();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(String.join("; ", wrong));
        }
    }

    private static CompletableFuture<Optional<String>> asked(
            String option, @Nullable String address, Function<String, Optional<String>> why) {
        return address == null
                ? CompletableFuture.completedFuture(Optional.empty())
                : CompletableFuture.supplyAsync(
                        () -> why.apply(address)
                                .map(reason -> option + " " + withoutPassword(address) + " is of no use: " + reason),
                        task -> Thread.ofVirtual().start(task));
    }

    private static String withoutPassword(String address) {
        return address.replaceAll("(?<=://)[^/@]*@", "").replaceAll("(?i)(password=)[^&]*", "$1...");
    }

    private static Optional<String> postgres(String url) {
        Optional<String> nobody = nobodyAt(hosts(url), POSTGRESQL_PORT);
        if (nobody.isPresent()) {
            return nobody;
        }
        Properties role = new Properties();
        role.put("user", Service.AUTH_COMMAND.role());
        role.put("password", Service.AUTH_COMMAND.role());
        role.put("connectTimeout", String.valueOf(PATIENCE.toSeconds()));
        role.put("loginTimeout", String.valueOf(PATIENCE.toSeconds()));
        role.put("socketTimeout", String.valueOf(PATIENCE.toSeconds()));
        try (var connection = DriverManager.getConnection(url, role);
                var statement = connection.createStatement();
                var schema = statement.executeQuery("select current_schema()")) {
            schema.next();
            return Service.AUTH_COMMAND.role().equals(schema.getString(1))
                    ? Optional.empty()
                    : Optional.of("it was not prepared with deploy/postgres/init.sql");
        } catch (SQLException refused) {
            String state = String.valueOf(refused.getSQLState());
            boolean unprepared = state.startsWith("28") || state.startsWith("3D");
            return Optional.of(firstLine(refused) + (unprepared ? "; prepare it with deploy/postgres/init.sql" : ""));
        }
    }

    private static Optional<String> kafka(String bootstrap) {
        Optional<String> nobody = nobodyAt(List.of(bootstrap.split(",")), 0);
        if (nobody.isPresent()) {
            return nobody;
        }
        Admin admin;
        try {
            admin = Admin.create(Map.of(
                    "bootstrap.servers",
                    bootstrap,
                    "default.api.timeout.ms",
                    String.valueOf(PATIENCE.toMillis()),
                    "request.timeout.ms",
                    String.valueOf(PATIENCE.toMillis())));
        } catch (KafkaException refused) {
            return Optional.of("what answers there does not answer as a Kafka broker");
        }
        try {
            admin.describeCluster().nodes().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return Optional.empty();
        } catch (ExecutionException | TimeoutException refused) {
            return Optional.of("what answers there does not answer as a Kafka broker");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } finally {
            // who never answers keeps a patient close waiting for ever
            admin.close(Duration.ZERO);
        }
    }

    /** Where the servers are only known to the name service, the driver finds out by itself. */
    private static Optional<String> mongodb(String uri) {
        return uri.startsWith("mongodb+srv:") ? Optional.empty() : nobodyAt(hosts(uri), MONGODB_PORT);
    }

    private static List<String> hosts(String address) {
        Matcher found = HOSTS.matcher(address);
        return found.matches() ? Arrays.asList(found.group(1).split(",")) : List.of(address);
    }

    /** Why none of these takes a connection; empty if one does. */
    private static Optional<String> nobodyAt(List<String> addresses, int usualPort) {
        List<String> whys = new ArrayList<>();
        for (String address : addresses) {
            Optional<String> why = nobodyAt(address.strip(), usualPort);
            if (why.isEmpty()) {
                return why;
            }
            whys.add(why.get());
        }
        return Optional.of(whys.getFirst());
    }

    private static Optional<String> nobodyAt(String address, int usualPort) {
        int colon = address.lastIndexOf(':');
        boolean named = colon > 0 && address.substring(colon + 1).matches("[0-9]{1,5}");
        if (!named && usualPort == 0) {
            return Optional.of(KAFKA_NAMES_NO_PORT);
        }
        String host = named ? address.substring(0, colon) : address;
        int port = named ? Integer.parseInt(address.substring(colon + 1)) : usualPort;
        InetSocketAddress where;
        try {
            where = new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port);
        } catch (IllegalArgumentException noPort) {
            return Optional.of(KAFKA_NAMES_NO_PORT);
        }
        if (where.isUnresolved()) {
            return Optional.of("there is no host " + host);
        }
        try (Socket socket = new Socket()) {
            socket.connect(where, Math.toIntExact(TIME_TO_CONNECT.toMillis()));
            return Optional.empty();
        } catch (IOException refused) {
            return Optional.of("nobody answers there (" + firstLine(refused) + ")");
        }
    }

    private static String firstLine(Exception failed) {
        return String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
    }
}
