package health.authz.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Has every service of a running stack tell Kafka everything again, and waits until Kafka has it. */
public final class Republish {
    /** Codes first, then what alerts stand on, then the authorizations and clients that name them. */
    private static final List<String> SERVICES =
            List.of("billing-group-service", "alert-service", "auth-command-service");

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);
    private static final Duration AWAY_MAX = Duration.ofMinutes(3);
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final Map<String, URI> services;
    private final Supplier<String> token;
    private final Consumer<String> said;
    private final Map<String, String> lastSaid = new HashMap<>();

    /**
     * @param services addresses of the services' own ports, by name
     * @param token of an operator, without organisation and with {@code ops:replay}; asked for each time
     * @param said is told each step in one line
     */
    public Republish(Map<String, URI> services, Supplier<String> token, Consumer<String> said) {
        this.services = services;
        this.token = token;
        this.said = said;
    }

    /** @param arguments the stack's data folder */
    public static void main(String[] arguments) throws IOException {
        Map<String, URI> addresses = new HashMap<>();
        for (String part : Files.readAllLines(Path.of(arguments[0]).resolve("parts"))) {
            String[] columns = part.split("\t");
            addresses.put(columns[0], URI.create("http://localhost:" + columns[3]));
        }
        URI gateway = Objects.requireNonNull(addresses.get("api-gateway"), "no gateway runs");
        try {
            new Republish(addresses, () -> operatorsToken(gateway), System.out::println).run();
        } catch (IllegalStateException failed) {
            System.err.println(failed.getMessage());
            System.exit(1);
        }
    }

    private static String operatorsToken(URI gateway) {
        HttpResponse<String> answer = sent(HttpRequest.newBuilder(gateway.resolve("/demo-issuer/token"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"login\":\"ops\"}")));
        if (answer == null || answer.statusCode() != 200) {
            throw new IllegalStateException("the gateway gives no token; look at ./run status");
        }
        return JSON.readTree(answer.body()).path("access_token").stringValue();
    }

    /**
     * Asked again while it is under way, it joins the same run.
     *
     * @return how many events and directory records were told
     * @throws IllegalStateException if a service refuses, or does not answer for minutes
     */
    public Told run() {
        SERVICES.forEach(service -> ask("POST", service));
        Map<String, JsonNode> ended = new LinkedHashMap<>();
        while (ended.size() < SERVICES.size()) {
            for (String service : SERVICES) {
                if (!ended.containsKey(service)) {
                    JsonNode progress = progress(service);
                    if (progress.path("state").stringValue().equals("ENDED")) {
                        ended.put(service, progress);
                    }
                }
            }
            if (ended.size() < SERVICES.size()) {
                Waiting.pause(LOOK_EVERY_MILLIS);
            }
        }
        Told told = new Told(sum(ended, "events"), sum(ended, "directory"));
        said.accept("Told again: %,d events and %,d directory records. Lists say REBUILDING until they have read them."
                .formatted(told.events(), told.directory()));
        return told;
    }

    /**
     * What was told.
     *
     * @param events of all stores
     * @param directory records, erased ones included
     */
    public record Told(long events, long directory) {}

    /** Where Kafka lost something once more meanwhile, asking again begins anew; otherwise it changes nothing. */
    private JsonNode progress(String service) {
        JsonNode progress = ask("GET", service);
        if (progress.path("lost").isString()) {
            progress = ask("POST", service);
        }
        String line = "  %-24s %s".formatted(service, part(progress, "events"))
                + (progress.path("directory").path("total").longValue() > 0 ? ", " + part(progress, "directory") : "");
        if (!line.equals(lastSaid.put(service, line))) {
            said.accept(line);
        }
        return progress;
    }

    private static String part(JsonNode progress, String name) {
        JsonNode part = progress.path(name);
        return "%s %,d of %,d"
                .formatted(
                        name, part.path("done").longValue(), part.path("total").longValue());
    }

    private static long sum(Map<String, JsonNode> ended, String part) {
        return ended.values().stream()
                .mapToLong(progress -> progress.path(part).path("total").longValue())
                .sum();
    }

    private JsonNode ask(String method, String service) {
        URI address = Objects.requireNonNull(services.get(service), service).resolve("/internal/republish");
        long until = System.nanoTime() + AWAY_MAX.toNanos();
        while (true) {
            HttpResponse<String> answer = sent(HttpRequest.newBuilder(address)
                    .header("Authorization", "Bearer " + token.get())
                    .method(method, HttpRequest.BodyPublishers.noBody()));
            if (answer != null && answer.statusCode() < 300) {
                return JSON.readTree(answer.body());
            }
            if (answer != null && answer.statusCode() < 500) {
                throw new IllegalStateException(service + " refused: " + answer.statusCode() + " " + answer.body());
            }
            if (System.nanoTime() > until) {
                throw new IllegalStateException(service + " does not answer; what has begun goes on when it is back");
            }
            Waiting.pause(LOOK_EVERY_MILLIS);
        }
    }

    /** Null if nobody answers. */
    private static @Nullable HttpResponse<String> sent(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(ANSWER_MAX).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException away) {
            return null;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while everything is told again; the services go on", stopped);
        }
    }
}
