package health.authz.bulk.application;

import health.authz.bulk.domain.Target;
import health.authz.platform.consistency.ConsistencyTokens;
import health.authz.platform.consistency.ListBehind;
import health.authz.platform.consistency.Reach;
import health.authz.platform.json.Json;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.ProblemException.FieldError;
import health.authz.platform.web.Problems;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Asks the list which rows a selection names, with the caller's own token; the answer streams, one line a row. */
class Selections implements FreshSelections.AtOneTry {
    private static final String AT_LEAST = "Selection-At-Least";
    /** Problems of the list's own that are not the caller's fault and that the caller is told. */
    private static final List<String> OF_THE_LIST =
            List.of("\"/problems/list-is-being-rebuilt\"", "\"/problems/" + ListBehind.SLUG + "\"");

    private static final Duration LONGEST = Duration.ofMinutes(2);
    /** Far longer than the list takes for as many rows as fill its buffers. */
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final HttpClient http;
    private final URI queryService;

    Selections(HttpClient http, URI queryService) {
        this.http = http;
        this.queryService = queryService;
    }

    @Override
    public void read(
            SelectionLines.Asked asked,
            @Nullable Reach reach,
            @Nullable String consistentWith,
            LongConsumer atLeast,
            Consumer<Target> each) {
        String query = consistentWith == null
                ? ""
                : "?" + ConsistencyTokens.PARAMETER + "=" + URLEncoder.encode(consistentWith, StandardCharsets.UTF_8);
        HttpRequest.Builder asking = HttpRequest.newBuilder(
                        queryService.resolve("/internal/selections/" + asked.what() + query))
                .timeout(LONGEST)
                .header("Authorization", "Bearer " + asked.caller().bearerToken())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(asked.selection()));
        if (reach != null) {
            asking.header(Reach.HEADER, reach.text());
        }
        HttpRequest request = asking.build();
        try {
            HttpResponse<InputStream> answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (Listening body = new Listening(answer.body(), SILENCE);
                    BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
                if (answer.statusCode() != HttpStatus.OK.value()) {
                    throw refused(answer.statusCode(), lines);
                }
                atLeast.accept(answer.headers().firstValueAsLong(AT_LEAST).orElse(0));
                read(lines, each);
            }
        } catch (IOException | JacksonException away) {
            throw away("The list of authorizations and clients cannot be read just now; try again in a moment.", away);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw away("The service is stopping; try again in a moment.", stopping);
        }
    }

    /** A stream without its last line was cut off, and a part of a selection is not the selection. */
    private static void read(BufferedReader lines, Consumer<Target> each) throws IOException {
        long count = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            JsonNode node = Json.mapper().readTree(line);
            if (node.has("end")) {
                if (node.path("count").asLong(count) != count) {
                    throw new IOException("the selection's count differs from its lines");
                }
                return;
            }
            count++;
            each.accept(
                    new Target(node.get("id").stringValue(), node.path("seq").asLong(Target.UNSEEN)));
        }
        throw new IOException("the selection ended before its end");
    }

    private static ProblemException refused(int status, BufferedReader body) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = body.readLine(); line != null; line = body.readLine()) {
            text.append(line);
        }
        HttpStatus known = HttpStatus.resolve(status);
        if (known == null || !known.is4xxClientError() && OF_THE_LIST.stream().noneMatch(text.toString()::contains)) {
            throw new IOException("the list answered " + status);
        }
        JsonNode problem = Json.mapper().readTree(text.toString());
        List<FieldError> errors = new ArrayList<>();
        problem.path("errors")
                .forEach(error -> errors.add(new FieldError(
                        error.path("field").asString(""), error.path("detail").asString(""))));
        String type = problem.path("type").asString("/problems/selection-refused");
        return new ProblemException(
                known,
                type.substring(type.lastIndexOf('/') + 1),
                problem.path("title").asString("Selection refused"),
                problem.path("detail").asString("The list refused the selection."),
                problem.path(ListBehind.KAFKA_IS_AWAY).asBoolean(false)
                        ? Map.of(ListBehind.KAFKA_IS_AWAY, true)
                        : Map.of(),
                errors);
    }

    private static ProblemException away(String detail, Exception cause) {
        ProblemException problem = Problems.unavailable("list-unavailable", detail);
        problem.initCause(cause);
        return problem;
    }
}
