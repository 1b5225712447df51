package health.authz.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.NumberFormat;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the query service's health says of the list: how many rows it holds, or how far its rebuild is. */
final class ListHealth {
    private static final Duration STANDS_STILL = Duration.ofMinutes(3);
    private static final Duration TELL_EVERY = Duration.ofSeconds(5);
    private static final int UP = 200;
    private static final long LOOK_EVERY_MILLIS = 100;
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final URI component;

    ListHealth(URI management) {
        component = management.resolve("/actuator/health/list");
    }

    /** One look. @param done records of a rebuild that are applied */
    private record Seen(OptionalLong rows, long done, long total) {}

    /**
     * Waits as long as the rebuild gets on, and tells how far it is and at last how many rows there are.
     *
     * @param meanwhile looked at each time; it throws when waiting is in vain
     * @throws IllegalStateException if it stands still
     */
    void awaitWhole(Consumer<String> tell, Runnable meanwhile) {
        long furthest = -1;
        long movedAt = System.nanoTime();
        long toldAt = movedAt;
        while (true) {
            meanwhile.run();
            Seen seen = look();
            if (seen.rows().isPresent()) {
                tell.accept(number(seen.rows().getAsLong()) + " authorizations listed");
                return;
            }
            long now = System.nanoTime();
            if (seen.done() > furthest) {
                furthest = seen.done();
                movedAt = now;
            }
            if (now - movedAt > STANDS_STILL.toNanos()) {
                throw new IllegalStateException("the list is not rebuilt (" + number(seen.done()) + " of "
                        + number(seen.total()) + " records); see ./run logs " + Service.AUTH_QUERY.processName());
            }
            if (now - toldAt > TELL_EVERY.toNanos()) {
                toldAt = now;
                tell.accept("the list is being rebuilt, " + number(seen.done()) + " of " + number(seen.total()));
            }
            Waiting.pause(LOOK_EVERY_MILLIS);
        }
    }

    private Seen look() {
        HttpRequest request =
                HttpRequest.newBuilder(component).timeout(Duration.ofSeconds(5)).build();
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            OptionalLong rows = of("authorizations", answer.body());
            return new Seen(
                    answer.statusCode() == UP ? rows : OptionalLong.empty(),
                    of("done", answer.body()).orElse(0),
                    of("total", answer.body()).orElse(0));
        } catch (IOException notYet) {
            return new Seen(OptionalLong.empty(), -1, 0);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static OptionalLong of(String name, String json) {
        Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*([0-9]+)").matcher(json);
        return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
    }

    private static String number(long count) {
        return NumberFormat.getIntegerInstance(Locale.US).format(Math.max(0, count));
    }
}
