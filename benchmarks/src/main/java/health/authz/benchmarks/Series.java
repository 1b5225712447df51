package health.authz.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** What a service's metrics say. */
final class Series {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private Series() {}

    /** How long the service says it took to start. */
    static double secondsToStart(URI management) {
        return sum(management, "application_ready_time_seconds");
    }

    /** @throws IllegalStateException if the service tells no such series */
    private static double sum(URI management, String name) {
        List<String> lines = scrape(management)
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .toList();
        Wait.check(!lines.isEmpty(), () -> management + " does not tell its " + name);
        return lines.stream()
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static String scrape(URI management) {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(management.resolve("/actuator/prometheus"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException away) {
            throw new UncheckedIOException(away);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while reading the series of " + management, stopping);
        }
    }
}
