package health.authz.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where everything of a stack is, and whether it answers there. */
record StackAddresses(
        Map<Service, Integer> servicePorts,
        Map<Service, Integer> managementPorts,
        String postgresUrl,
        String kafkaBootstrap,
        String mongodbUri,
        Path demoKeyFile,
        Path demoClockFile) {
    private static final Duration TIME_TO_START = Duration.ofMinutes(10);
    private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})(?=[/,?]|$)");
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    static StackAddresses of(LocalStackOptions options, StackPorts ports) {
        Map<Service, Integer> service = new EnumMap<>(Service.class);
        Map<Service, Integer> management = new EnumMap<>(Service.class);
        for (Service each : options.services()) {
            service.put(each, ports.of(each.processName()));
            management.put(each, ports.of(each.processName() + ".management"));
        }
        if (options.gatewayPort() != 0) {
            service.put(Service.API_GATEWAY, options.gatewayPort());
        }
        return new StackAddresses(
                service,
                management,
                given(options.postgresUrl(), postgresAt(ports.of("postgres"))),
                given(options.kafkaBootstrap(), kafkaAt(ports.of("kafka"))),
                given(options.mongodbUri(), mongodbAt(ports.of("mongodb"))),
                options.dataDir().resolve("demo-key.json").toAbsolutePath(),
                options.dataDir().resolve("demo-clock").toAbsolutePath());
    }

    static String postgresAt(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/authz";
    }

    static String kafkaAt(int port) {
        return "127.0.0.1:" + port;
    }

    static String mongodbAt(int port) {
        return "mongodb://127.0.0.1:" + port + "/authz_query";
    }

    private static String given(@Nullable String asked, String usual) {
        return Optional.ofNullable(asked).orElse(usual);
    }

    URI gateway() {
        return address(Service.API_GATEWAY);
    }

    URI address(Service service) {
        return URI.create("http://localhost:" + servicePorts.get(service));
    }

    URI service(String process) {
        return servicePorts.keySet().stream()
                .filter(service -> service.processName().equals(process))
                .findFirst()
                .map(this::address)
                .orElseThrow(() -> new IllegalArgumentException(process + " is no service of this stack"));
    }

    URI management(String process) {
        return managementPorts.keySet().stream()
                .filter(service -> service.processName().equals(process))
                .findFirst()
                .map(service -> URI.create("http://localhost:" + managementPorts.get(service)))
                .orElseThrow(() -> new IllegalArgumentException(process + " has no management port"));
    }

    /** The port that the address of a store tells; 0 if it tells none. */
    int portOf(String store) {
        String address =
                switch (store) {
                    case "postgres" -> postgresUrl;
                    case "kafka" -> kafkaBootstrap;
                    default -> mongodbUri;
                };
        Matcher port = PORT.matcher(address);
        return port.find() ? Integer.parseInt(port.group(1)) : 0;
    }

    /**
     * @param meanwhile looked at each time; it throws when waiting is in vain
     * @throws IllegalStateException if it is not ready in time
     */
    void awaitReady(Service service, Runnable meanwhile) {
        Waiting.until(
                TIME_TO_START,
                () -> {
                    meanwhile.run();
                    return answers(service.processName());
                },
                service.processName() + " does not get ready; see ./run logs " + service.processName());
    }

    /** A service answers when it says it is ready; anything else answers when it lives. */
    boolean answers(String process) {
        if (managementPorts.keySet().stream()
                .noneMatch(service -> service.processName().equals(process))) {
            return true;
        }
        HttpRequest request = HttpRequest.newBuilder(management(process).resolve("/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(3))
                .build();
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
