package health.authz.gateway.docs;

import static health.authz.gateway.docs.Tree.map;
import static health.authz.gateway.docs.Tree.texts;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The problems that a route answers: those that are named for it, and those that every route of its kind has. */
final class ProblemResponses {
    private static final Path PAGES = Path.of("src", "main", "resources", "problems.properties");
    private static final String JSON = "application/problem+json";
    /** Every route answers these in the same way, so they stand once. */
    private static final Map<Integer, String> EVERYWHERE = new TreeMap<>(Map.of(
            401, "unauthenticated", 429, "too-many-requests", 503, "service-unavailable", 504, "no-answer-in-time"));

    /** Answers that say when to come again. */
    private static final Set<Integer> LATER = Set.of(429, 503);

    private static final Map<Integer, String> TITLES = Map.ofEntries(
            Map.entry(400, "Bad request"),
            Map.entry(401, "No valid token"),
            Map.entry(403, "Permission missing"),
            Map.entry(404, "Not found"),
            Map.entry(406, "Not acceptable"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(412, "Changed meanwhile"),
            Map.entry(413, "Body too large"),
            Map.entry(415, "Unsupported media type"),
            Map.entry(422, "Refused by a rule"),
            Map.entry(428, "If-Match required"),
            Map.entry(429, "Too many requests"),
            Map.entry(503, "Not available now"),
            Map.entry(504, "No answer in time"));
    private final Properties pages = new Properties();
    private final Map<String, @Nullable Object> examples = new TreeMap<>();
    private final Map<String, @Nullable Object> shared = new TreeMap<>();

    ProblemResponses() {
        try (Reader text = Files.newBufferedReader(PAGES)) {
            pages.load(text);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Examples for {@code components}; known once every route has been asked for. */
    Map<String, @Nullable Object> examples() {
        return examples;
    }

    /** Responses for {@code components}; known once a route has been asked for. */
    Map<String, @Nullable Object> shared() {
        return shared;
    }

    Map<String, @Nullable Object> of(Map<String, @Nullable Object> operation, boolean hasId, boolean hasParameters) {
        Map<Integer, Set<String>> slugs = new TreeMap<>();
        Map<String, @Nullable Object> body = map(map(operation, "requestBody"), "content");
        if (hasParameters || !body.isEmpty()) {
            add(slugs, 400, "invalid-field");
        }
        if (body.keySet().stream().anyMatch(type -> type.endsWith("json") && !type.contains("ndjson"))) {
            add(slugs, 400, "not-json");
            add(slugs, 400, "duplicate-key");
            add(slugs, 413, "body-too-large");
        }
        if (!texts(operation.get("x-permissions")).isEmpty()) {
            add(slugs, 403, "missing-permission");
        }
        if (hasId && !texts(operation.get("x-permissions")).contains("directory:write")) {
            add(slugs, 404, "not-found");
        }
        map(operation, "x-problems")
                .forEach((status, named) -> texts(named).forEach(slug -> add(slugs, Integer.valueOf(status), slug)));
        Map<String, @Nullable Object> responses = new TreeMap<>();
        EVERYWHERE.forEach((status, slug) -> {
            if (slugs.containsKey(status)) {
                add(slugs, status, slug);
            } else {
                shared.put("Problem" + status, response(status, Set.of(slug)));
                responses.put(status.toString(), Map.of("$ref", "#/components/responses/Problem" + status));
            }
        });
        slugs.forEach((status, named) -> responses.put(status.toString(), response(status, named)));
        return responses;
    }

    private static void add(Map<Integer, Set<String>> slugs, Integer status, String slug) {
        slugs.computeIfAbsent(status, each -> new TreeSet<>()).add(slug);
    }

    private Map<String, @Nullable Object> response(Integer status, Set<String> slugs) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        slugs.forEach(slug -> {
            String name = "problem-" + status + "-" + slug;
            examples.computeIfAbsent(name, each -> example(status, slug));
            named.put(slug, Map.of("$ref", "#/components/examples/" + name));
        });
        Map<String, @Nullable Object> media = new LinkedHashMap<>();
        media.put("schema", Map.of("$ref", "#/components/schemas/Problem"));
        media.put("examples", named);
        Map<String, @Nullable Object> response = new LinkedHashMap<>();
        response.put("description", String.join(", ", slugs));
        if (LATER.contains(status)) {
            response.put("headers", Map.of("Retry-After", Map.of("$ref", "#/components/headers/RetryAfter")));
        }
        response.put("content", Map.of(JSON, media));
        return response;
    }

    private Map<String, @Nullable Object> example(Integer status, String slug) {
        String way = pages.getProperty(slug);
        if (way == null) {
            throw new IllegalStateException(slug + " has no page in " + PAGES);
        }
        Map<String, @Nullable Object> problem = new LinkedHashMap<>();
        problem.put("type", "/problems/" + slug);
        problem.put("title", TITLES.getOrDefault(status, "Refused"));
        problem.put("status", status);
        problem.put("detail", way);
        problem.put("instance", "/api/v1/…");
        Map<String, @Nullable Object> example = new LinkedHashMap<>();
        example.put("summary", way);
        example.put("value", problem);
        return example;
    }
}
