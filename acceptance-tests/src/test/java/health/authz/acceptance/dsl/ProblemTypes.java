package health.authz.acceptance.dsl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Holds whatever is refused in any scenario to what is told about it: a page for its type, and the API document. */
final class ProblemTypes {
    private static final String PAGES = "/problems/";
    /** Of the framework, wherever a request is no good one. */
    private static final Set<String> OF_ANY_ROUTE = Set.of("bad-request", "method-not-allowed", "not-acceptable");

    private static final Set<String> EXPLAINED = ConcurrentHashMap.newKeySet();
    private static @Nullable JsonNode document;

    private ProblemTypes() {}

    /** Fails unless the type's page is there. */
    static void mustBeExplained(String type) {
        assertThat(type).startsWith(PAGES);
        if (!EXPLAINED.contains(type)) {
            assertThat(gateway().get(type).status()).as("page %s", type).isEqualTo(200);
            EXPLAINED.add(type);
        }
    }

    /** Fails if a row was refused or left out with a type that has no page. */
    static void ofRow(JsonNode problem) {
        if (problem.isObject()) {
            mustBeExplained(problem.path("type").asString());
        }
    }

    /** Fails unless the API document says that this bulk route answers so. */
    static void mustBeListed(String request, int status, String slug) {
        String[] parts = request.split("[ ?]");
        JsonNode item = item(parts[1]);
        if (!parts[1].startsWith("/bulk-") || item.isMissingNode() || OF_ANY_ROUTE.contains(slug)) {
            return;
        }
        JsonNode operation = item.path(parts[0].toLowerCase(Locale.ROOT));
        JsonNode response = operation.path("responses").path(Integer.toString(status));
        JsonNode followed = response.has("$ref")
                ? document().at(response.path("$ref").asString().substring(1))
                : response;
        assertThat(List.of(followed.path("description").asString("").split(", ")))
                .as("types that the API document lists for %s, %s", request, status)
                .contains(slug);
    }

    private static JsonNode item(String path) {
        String[] given = path.split("/");
        return document().path("paths").properties().stream()
                .filter(each -> fits(each.getKey().split("/"), given))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static boolean fits(String[] pattern, String[] given) {
        return Arrays.equals(
                pattern,
                given,
                (known, part) -> known.startsWith("{") || known.equals(part) ? 0 : known.compareTo(part));
    }

    private static synchronized JsonNode document() {
        if (document == null) {
            document = gateway().get("/docs/openapi.json").is(200).json();
        }
        return Objects.requireNonNull(document);
    }

    private static Api gateway() {
        return new Api(Stack.running().gateway(), "", "");
    }
}
