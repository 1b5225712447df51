package health.authz.acceptance.document;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.document.Document.Operation;
import health.authz.acceptance.document.Samples.Sample;
import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Stack;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The API document and the running services say the same: routes, permissions, parameters, fields of bodies and of answers.
 * What the services take is asked of themselves, for each names what it knows when it refuses what it does not.
 */
class ApiDocumentIT {
    private static final String JSON = "application/json";
    private static final String NOBODYS = "00000000-0000-8000-8000-000000000000";
    /** Read as one value, and refused as such. */
    private static final Set<String> WHOLE = Set.of("AlertScope");
    /** Read in parts: each names what it knows itself, not what the other does. */
    private static final Set<String> IN_PARTS = Set.of("RecipeRequest", "RecipeRows");

    private static final Pattern KNOWN = Pattern.compile("is not known here\\. Known: (.*)");
    private static final List<String> SERVICES =
            Stack.SERVICES.stream().filter(each -> !each.equals("api-gateway")).toList();
    /** Fields of answers that need what no example makes: a failure, a wait, thousands of rows. */
    private static final Set<String> SELDOM = Set.of(
            "AuthorizationPage.rebuild",
            "AuthorizationSelection.all",
            "AuthorizationSelection.except",
            "AuthorizationSummary.rebuild",
            "BulkOperation.linesLeftOut",
            "BulkOperation.retriedBy",
            "BulkOperation.revertedBy",
            "BulkOperation.reverts",
            "BulkOperation.waitingFor",
            "BulkPreview.file",
            "BulkPreview.ignoredColumns",
            "BulkPreview.problem",
            "BulkPreview.progress",
            "BulkPreview.operationId",
            "BulkPreview.waitingFor",
            "ClientPage.rebuild",
            "ClientSelection.all",
            "ClientSelection.except",
            "ClientSelection.ids",
            "ClientSelection.ofAuthorizations",
            "DivisionPage.rebuild",
            "FieldChange.rest",
            "HistoryPage.rebuild",
            "LeftOut.count",
            "LeftOut.first",
            "NamedGroupPage.rebuild",
            "OperationLinks.retriedBy",
            "OperationLinks.revert",
            "OperationLinks.revertedBy",
            "OperationLinks.reverts",
            "PayerPage.rebuild",
            "PreviewItem.fileLine",
            "ResultRow.ended",
            "RowProblem.bound",
            "RowProblem.changedAt",
            "RowProblem.changedBy",
            "RowProblem.field",
            "SelectedRows.all",
            "SelectedRows.clientsLeftOut",
            "SelectedRows.filter",
            "SelectedRows.ids",
            "SelectedRows.leftOut",
            "UserPage.rebuild",
            "BulkOperation.partial",
            "BulkPreview.includeOpenEnded",
            "BulkPreview.partial",
            "Recipe.includeOpenEnded",
            "TypeCount.clients",
            "TypeCount.codes");

    private static final Document DOCUMENT = Document.servedBy(Stack.running().gateway());
    private static final Samples SAMPLES = new Samples(DOCUMENT);

    @Test
    void every_route_of_the_services_is_described_and_no_other() {
        Map<String, Set<String>> served = new TreeMap<>();
        Map<String, Set<String>> described = new TreeMap<>();
        SERVICES.forEach(service -> served.put(service, ServedRoutes.of(service)));
        DOCUMENT.operations().forEach(operation -> described
                .computeIfAbsent(operation.service(), each -> new TreeSet<>())
                .add(operation.method() + " " + ServedRoutes.unnamed(operation.path())));

        assertThat(served.values()).noneMatch(Set::isEmpty);
        assertThat(described).isEqualTo(served);
    }

    /** Through the gateway, by somebody who has the permissions that the document names and no other. */
    @Test
    void every_example_is_taken_and_its_answer_is_as_described() {
        SoftAssertions all = new SoftAssertions();
        Fields answered = new Fields(DOCUMENT);
        Operation list = named("listBulkOperations");
        check(all, answered, list, SAMPLES.of(list).getFirst(), JSON, admin().get("/bulk-operations"));
        for (Operation operation : DOCUMENT.operations()) {
            for (Sample sample : SAMPLES.of(operation)) {
                for (String type : operation.answeredTypes()) {
                    Answer answer = SAMPLES.send(operation, sample, SAMPLES.as(sample.permissions()), "Accept", type);
                    check(all, answered, operation, sample, type, answer);
                }
            }
        }
        all.assertAll();
        assertThat(neverSeen(answered)).as("fields that no answer had").isSubsetOf(SELDOM);
    }

    private static Operation named(String operationId) {
        return DOCUMENT.operations().stream()
                .filter(each -> each.id().equals(operationId))
                .findFirst()
                .orElseThrow();
    }

    /** Somebody of the samples' organisation who may do everything. */
    private static Api admin() {
        return SAMPLES.organisation().admin();
    }

    private static void check(
            SoftAssertions all, Fields answered, Operation operation, Sample sample, String type, Answer answer) {
        String what = operation.id() + " (" + sample.example() + ", " + type + "): " + sample.body() + " → "
                + answer.status() + " " + answer.body();
        JsonNode response = operation.body().path("responses").path(Integer.toString(answer.status()));
        all.assertThat(answer.status()).as(what).isBetween(200, 299);
        all.assertThat(response.isObject()).as("described: %s", what).isTrue();
        JsonNode content = response.path("content");
        if (!content.isObject() || answer.status() >= 300) {
            return;
        }
        all.assertThat(answer.headers().firstValue("Content-Type").orElse("none"))
                .as(what)
                .startsWith(type);
        response.path("headers").propertyNames().forEach(header -> all.assertThat(
                        answer.headers().firstValue(header))
                .as("%s of %s", header, what)
                .isPresent());
        if (type.endsWith("/json")) {
            JsonNode schema = content.path(type).path("schema");
            all.assertThat(DOCUMENT.misfits(answer.body(), schema)).as(what).isEmpty();
            answered.see(answer.json(), schema, operation.id());
        } else {
            all.assertThat(answer.body()).as(what).isNotBlank();
        }
    }

    private static Set<String> neverSeen(Fields answered) {
        Set<String> never = new TreeSet<>();
        answered.seen()
                .forEach((schema, seen) -> DOCUMENT.schemas().path(schema).path("properties").propertyNames().stream()
                        .filter(field -> !seen.contains(field))
                        .forEach(field -> never.add(schema + "." + field)));
        return never;
    }

    @Test
    void what_the_document_shows_fits_its_own_schemas() {
        SoftAssertions all = new SoftAssertions();
        for (Operation operation : DOCUMENT.operations()) {
            operation.body().path("requestBody").path("content").forEach(media -> media.path("examples")
                    .forEach(example -> fits(all, operation.id(), example.path("value"), media.path("schema"))));
            operation.body().path("responses").forEach(response -> response.path("content")
                    .forEach(media -> {
                        if (media.has("example")) {
                            fits(all, operation.id(), media.path("example"), media.path("schema"));
                        }
                    }));
        }
        JsonNode problem = Json.read("{\"$ref\":\"#/components/schemas/Problem\"}");
        DOCUMENT.problemExamples()
                .properties()
                .forEach(example ->
                        fits(all, example.getKey(), example.getValue().path("value"), problem));
        all.assertAll();
    }

    private static void fits(SoftAssertions all, String name, JsonNode example, JsonNode schema) {
        all.assertThat(DOCUMENT.misfits(example.toString(), schema))
                .as("%s: %s", name, example)
                .isEmpty();
    }

    @Test
    void each_permission_that_is_named_is_asked_for_before_anything_else() {
        SoftAssertions all = new SoftAssertions();
        Login admin = Login.admin(SAMPLES.organisation().id());
        for (Operation operation : DOCUMENT.operations()) {
            String body = operation.takesJson() ? "{}" : "";
            for (String permission : operation.permissions()) {
                Login without = admin.without(permission);
                Answer answer = Stack.running()
                        .as(operation.id().equals("listSettings") ? without.without("alert:manage") : without)
                        .send(operation.method(), nowhere(operation), body, typed(operation));
                all.assertThat(answer.status())
                        .as("%s without %s", operation, permission)
                        .isEqualTo(403);
                all.assertThat(answer.body()).as(operation.id()).contains("\"permission\":\"" + permission + "\"");
            }
        }
        all.assertAll();
    }

    /** The parameters that a route knows, in its own words. */
    @Test
    void the_parameters_are_those_that_are_taken() {
        SoftAssertions all = new SoftAssertions();
        Api admin = admin();
        for (Operation operation : DOCUMENT.operations()) {
            Sample sample = SAMPLES.of(operation).getFirst();
            boolean reads = operation.method().equals("GET");
            Set<String> described = DOCUMENT.parameters(operation, "query").stream()
                    .map(parameter -> parameter.path("name").asString())
                    .collect(toCollection(TreeSet::new));
            String path = withoutQuery(reads || !described.isEmpty() ? sample.path() : nowhere(operation)) + "?"
                    + Fields.UNKNOWN + "=1";
            Answer answer = admin.send(operation.method(), path, operation.takesJson() ? "{}" : "", typed(operation));
            boolean isProblem = answer.status() == 400;
            all.assertThat(isProblem ? known(answer.json(), Fields.UNKNOWN) : Set.of())
                    .as("%s: %s", operation, answer.body())
                    .isEqualTo(described);
        }
        all.assertAll();
    }

    /** Where a parameter must be given, the sample has one. */
    private static String withoutQuery(String path) {
        return path.replaceFirst("\\?.*", "");
    }

    @Test
    void every_value_that_a_parameter_may_have_is_taken_and_no_other() {
        SoftAssertions all = new SoftAssertions();
        Api admin = admin();
        for (Operation operation : DOCUMENT.operations()) {
            for (JsonNode parameter : DOCUMENT.parameters(operation, "query")) {
                if (!operation.method().equals("GET")) {
                    continue;
                }
                String path = withoutQuery(SAMPLES.of(operation).getFirst().path()) + "?"
                        + parameter.path("name").asString() + "=";
                JsonNode schema = DOCUMENT.followed(parameter.path("schema"));
                JsonNode one = DOCUMENT.followed(schema.has("items") ? schema.path("items") : schema);
                for (String value : valuesOf(one)) {
                    all.assertThat(admin.get(path + value).status())
                            .as("%s%s", path, value)
                            .isEqualTo(200);
                }
                if (!valuesOf(one).isEmpty()) {
                    all.assertThat(admin.get(path + "no-such-value").status())
                            .as(path)
                            .isEqualTo(400);
                }
            }
        }
        all.assertAll();
    }

    private static List<String> valuesOf(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.path("enum").valueStream().map(JsonNode::asString).toList();
        }
        return switch (schema.path("type").asString("") + schema.path("format").asString("")) {
            case "boolean" -> List.of("true", "false");
            case "integer" ->
                List.of(
                        schema.path("minimum").asString(),
                        schema.path("maximum").asString());
            case "number" -> List.of("2.5");
            case "stringdate" -> List.of("2026-12-31");
            default -> List.of();
        };
    }

    /** Each object of each example gets a field that nobody knows; the refusal then names those that are known. */
    @Test
    void the_fields_of_a_body_are_those_that_are_taken() {
        SoftAssertions all = new SoftAssertions();
        Map<String, Set<String>> taken = new TreeMap<>();
        Api admin = admin();
        for (Operation operation : DOCUMENT.operations()) {
            if (operation.takesJson()) {
                for (Sample sample : SAMPLES.of(operation)) {
                    ObjectNode body = (ObjectNode) Json.read(sample.body());
                    Map<String, String> spoilt = new Fields(DOCUMENT).spoil(body, schemaOf(operation), operation.id());
                    Answer refused = admin.send(
                            operation.method(),
                            sample.path(),
                            body.toString(),
                            headers(sample, "If-Match", "\"0\"", "Content-Type", sample.type()));
                    all.assertThat(refused.status())
                            .as("%s: %s", operation, body)
                            .isEqualTo(400);
                    spoilt.values().removeAll(WHOLE);
                    spoilt.values().removeAll(IN_PARTS);
                    spoilt.forEach((path, schema) -> {
                        Set<String> known = known(refused.json(), path);
                        all.assertThat(known)
                                .as("%s is refused: %s", path, refused.body())
                                .isNotEmpty();
                        taken.computeIfAbsent(schema, each -> new TreeSet<>()).addAll(known);
                    });
                }
            }
        }
        taken.forEach((schema, known) -> all.assertThat(known)
                .as("fields of %s", schema)
                .isEqualTo(new TreeSet<>(
                        DOCUMENT.schemas().path(schema).path("properties").propertyNames())));
        all.assertAll();
    }

    @Test
    void the_fields_that_a_body_must_have_are_those_that_are_asked_for() {
        SoftAssertions all = new SoftAssertions();
        for (Operation operation : DOCUMENT.operations()) {
            if (operation.takesJson()
                    && !schemaOf(operation).path("$ref").asString("").endsWith("Patch")) {
                Sample sample = SAMPLES.of(operation).getFirst();
                Answer refused = admin().send(
                                operation.method(),
                                sample.path(),
                                "{}",
                                headers(sample, "If-Match", "\"0\"", "Content-Type", sample.type()));
                Set<String> missing = refused.json()
                        .path("errors")
                        .valueStream()
                        .map(error -> error.path("field").asString())
                        .collect(toCollection(TreeSet::new));
                Set<String> required = DOCUMENT.followed(schemaOf(operation))
                        .path("required")
                        .valueStream()
                        .map(JsonNode::asString)
                        .collect(toCollection(TreeSet::new));
                all.assertThat(missing).as("%s: %s", operation, refused.body()).isEqualTo(required);
            }
        }
        all.assertAll();
    }

    @Test
    void every_problem_has_its_page_and_the_pages_allow_no_script_of_others() throws Exception {
        Set<String> pages = new TreeSet<>(Set.of("/docs", "/docs/bulk", "/docs/schemas", "/docs/openapi.yaml"));
        DOCUMENT.problemExamples()
                .forEach(example -> pages.add(example.path("value").path("type").asString()));

        for (String page : pages) {
            HttpResponse<String> answer = page(page);
            assertThat(answer.statusCode()).as(page).isEqualTo(200);
            if (page.startsWith("/docs")) {
                assertThat(answer.headers()
                                .firstValue("Content-Security-Policy")
                                .orElse(""))
                        .as(page)
                        .contains("script-src 'self'")
                        .doesNotContain("unsafe");
                assertThat(answer.body()).as(page).doesNotContain("<script>").doesNotContain(" style=");
            }
        }
    }

    private static HttpResponse<String> page(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(Stack.running().gateway().resolve(path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode schemaOf(Operation operation) {
        return operation
                .body()
                .path("requestBody")
                .path("content")
                .valueStream()
                .findFirst()
                .orElseThrow()
                .path("schema");
    }

    /** What the refusal of this field or parameter names as known; empty if it was not refused. */
    private static Set<String> known(JsonNode problem, String field) {
        return problem.path("errors")
                .valueStream()
                .filter(error -> error.path("field").asString().equals(field))
                .map(error -> KNOWN.matcher(error.path("detail").asString()))
                .filter(Matcher::matches)
                .flatMap(known -> Arrays.stream(known.group(1).split(", ")))
                .collect(toCollection(TreeSet::new));
    }

    /** An address of the route that leads to nothing of anybody. */
    private static String nowhere(Operation operation) {
        String path = operation.path();
        for (JsonNode parameter : DOCUMENT.parameters(operation, "path")) {
            boolean isUuid =
                    parameter.path("schema").path("format").asString("").equals("uuid");
            path = path.replace("{" + parameter.path("name").asString() + "}", isUuid ? NOBODYS : "none");
        }
        return path;
    }

    private static String[] typed(Operation operation) {
        return operation.body().path("requestBody").path("content").propertyNames().stream()
                .findFirst()
                .map(type -> new String[] {"Content-Type", type})
                .orElse(new String[0]);
    }

    private static String[] headers(Sample sample, String... more) {
        List<String> headers = new ArrayList<>(sample.headers());
        headers.addAll(List.of(more));
        return headers.toArray(String[]::new);
    }
}
