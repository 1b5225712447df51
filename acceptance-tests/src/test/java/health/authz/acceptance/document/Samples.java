package health.authz.acceptance.document;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.document.Document.Operation;
import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The examples of the document as requests that can be sent: what they name is made first, its id put in place of the
 * example's, and the days of the examples moved to the stack's day.
 */
final class Samples {
    static final String CLIENT = "c-1001";
    static final String AUTHORIZATION = "0199d2c4-5a00-8a11-9c3e-2f6b1d7a4e01";
    static final String GROUP = "3f0c6f1e-6f5b-4d19-8a3e-5d8c2b7e9a02";
    static final String PREVIEW = "3f0c6f1e-6f5b-4d19-8a3e-5d8c2b7e9a03";
    private static final String OPERATION = "3f0c6f1e-6f5b-4d19-8a3e-5d8c2b7e9a04";
    private static final String ALERT = "3f0c6f1e-6f5b-4d19-8a3e-5d8c2b7e9a05";
    private static final LocalDate DAY_OF_THE_EXAMPLES = LocalDate.parse("2026-12-01");
    private static final Pattern DATE = Pattern.compile("\"(20\\d\\d-\\d\\d-\\d\\d)\"");

    private final Document document;
    private final Organisation org = Organisation.open("document");
    private final Api admin = org.admin();
    private final Map<String, String> common = new LinkedHashMap<>();
    private final Map<String, String> waiting = new LinkedHashMap<>();
    private int made;

    Samples(Document document) {
        this.document = document;
        Stream.of("putDivision", "putPayer", "putClientGroup", "putUserGroup", "putProfile", "putUser", "putClient")
                .forEach(this::asDescribed);
        org.user("admin", true, List.of("*"), "LOW_UNITS");
        org.code("H0031", 48);
        org.code("H2014", 48);
        eventually(() -> admin.get("/clients/" + CLIENT).is(200));
        eventually(() -> admin.get("/user-groups/adult-team").is(200));
        eventually(() -> assertThat(admin.get("/client-groups").is(200).count()).isPositive());
        common.put(GROUP, org.group("Samples", "H0031", "H2014"));
        common.put(AUTHORIZATION, listed(authorization(CLIENT, 4)));
        Preview preview = updating("PA-900");
        common.put(PREVIEW, preview.id());
        common.put(OPERATION, preview.confirmed().id());
        org.admin().note(common.get(AUTHORIZATION), "note-0", "RELEASED", "3", yesterday());
        String[] alert = {""};
        eventually(() -> {
            List<JsonNode> alerts = admin.get("/alerts").is(200).items();
            assertThat(alerts).isNotEmpty();
            alert[0] = Json.text(alerts.getFirst(), "id");
        });
        common.put(ALERT, alert[0]);
        eventually(() -> assertThat(admin.authorization(common.get(AUTHORIZATION))
                        .path("consumedUnits")
                        .decimalValue())
                .as("the change and the note are listed")
                .isEqualByComparingTo("3"));
        waitForASecondPerson();
    }

    /** Operations that wait, one of them withdrawn, and afterwards none does any more. */
    private void waitForASecondPerson() {
        Api requester = org.stack().as(Login.frontDesk(org.id()).as("requester"));
        org.user("requester", false, List.of("*"));
        fourEyesAbove(requester, 0);
        for (String deed :
                List.of("approveBulkOperation", "declineBulkOperation", "cancelBulkOperation", "retryFailedRows")) {
            waiting.put(
                    deed,
                    updating(requester, "PA-" + deed.substring(0, 4))
                            .tryConfirm(deed)
                            .is(202)
                            .text("id"));
        }
        fourEyesAbove(requester, null);
        admin.post("/bulk-operations/" + waiting.get("retryFailedRows") + "/cancel", object())
                .is(202);
    }

    private void fourEyesAbove(Api requester, @Nullable Integer rows) {
        admin.put("/settings/bulk.four-eyes-above", object("value", rows)).is(200);
        eventually(() -> assertThat(updating(requester, "PA-901")
                        .json()
                        .path("confirm")
                        .path("fourEyes")
                        .asBoolean())
                .isEqualTo(rows != null));
    }

    Organisation organisation() {
        return org;
    }

    /** One request, as an example of the document has it. */
    record Sample(
            String example, String path, String type, String body, List<String> headers, List<String> permissions) {}

    /** The requests of a route, one for each example of its body, to be sent in this order. */
    List<Sample> of(Operation operation) {
        Map<String, String> ids = new LinkedHashMap<>(common);
        prepared(operation.id(), ids);
        List<Sample> samples = new ArrayList<>();
        operation.body().path("requestBody").path("content").properties().forEach(media -> media.getValue()
                .path("examples")
                .properties()
                .forEach(example -> samples.add(new Sample(
                        example.getKey(),
                        path(operation, ids),
                        media.getKey(),
                        body(example.getValue().path("value"), ids),
                        headers(document, operation),
                        permissions(operation, example.getValue())))));
        return samples.isEmpty()
                ? List.of(new Sample(
                        "no body", path(operation, ids), "", "", headers(document, operation), operation.permissions()))
                : samples;
    }

    Answer send(Operation operation, Sample sample, Api api, String... more) {
        List<String> headers = new ArrayList<>(sample.headers());
        if (!sample.type().isEmpty()) {
            headers.addAll(List.of("Content-Type", sample.type()));
        }
        headers.addAll(List.of(more));
        boolean ifMatch = document.parameters(operation, "header").stream()
                .anyMatch(header -> header.path("name").asString().equals("If-Match"));
        Answer[] answer = new Answer[1];
        eventually(() -> {
            List<String> now = new ArrayList<>(headers);
            String resource = sample.path().replaceAll("/(add|remove)-all$", "");
            if (ifMatch) {
                admin.get(resource).headers().firstValue("ETag").ifPresent(tag -> now.addAll(List.of("If-Match", tag)));
            }
            answer[0] = api.send(operation.method(), sample.path(), sample.body(), now.toArray(String[]::new));
            assertThat(answer[0].status() == 412)
                    .as("an ETag of before is read again")
                    .isFalse();
        });
        return answer[0];
    }

    Api as(List<String> permissions) {
        return org.stack().as(new Login(org.id(), "admin", Set.copyOf(permissions), List.of("*"), "all"));
    }

    /** What a route changes or uses up is made for it alone. */
    private void prepared(String operationId, Map<String, String> ids) {
        switch (operationId) {
            case "addAuthorization" -> ids.put(CLIENT, client());
            case "patchAuthorization",
                    "putNote",
                    "inactivateAuthorization",
                    "voidAuthorization",
                    "renewAuthorization" -> ids.put(AUTHORIZATION, listed(authorization(client(), 48)));
            case "reactivateAuthorization" -> {
                String id = authorization(client(), 48);
                admin.post("/authorizations/" + id + "/inactivate", object("reason", "CORRECTION"))
                        .is(200);
                ids.put(AUTHORIZATION, id);
            }
            case "replaceBillingCodeGroup", "deleteBillingCodeGroup", "addAllCodesToGroup", "removeAllCodesFromGroup" ->
                ids.put(GROUP, org.group("Group " + ++made, "H0031"));
            case "deleteBillingCode" -> ids.put("H0031", org.code("X" + ++made, 1));
            case "confirmBulkPreview", "getBulkPreview", "listBulkPreviewItems", "listBulkFileProblems" -> {
                Preview preview = updating("PA-" + ++made);
                ids.put(PREVIEW, preview.id());
                ids.put("\"expectedCount\":2", "\"expectedCount\":" + preview.count());
            }
            case "approveBulkOperation", "declineBulkOperation", "cancelBulkOperation", "retryFailedRows" ->
                ids.put(OPERATION, Objects.requireNonNull(waiting.get(operationId)));
            case "revertBulkOperation" -> ids.put(OPERATION, changed());
            case "getBulkDraft" -> asDescribed("changeBulkDraft");
            case "listBulkMappings", "getBulkMapping", "deleteBulkMapping" -> ids.put("vendor", mapping());
            case "listBulkRecipes", "getBulkRecipe", "deleteBulkRecipe", "runBulkRecipe" ->
                ids.put("half-year", recipe());
            case "eraseClient" -> ids.put(CLIENT, client());
            case "eraseUser" -> ids.put("casey", erasable("users", "name", "Nobody"));
            case "erasePayer" -> ids.put("bcbs", erasable("payers", "name", "Nobody's"));
            case "eraseDivision" -> ids.put("adult", erasable("divisions", "name", "Nowhere", "timeZone", "UTC"));
            case "eraseClientGroup" -> ids.put("wednesday-group", erasable("client-groups", "name", "Nobody"));
            case "eraseUserGroup" -> ids.put("adult-team", erasable("user-groups", "name", "Nobody"));
            default -> {}
        }
    }

    private void asDescribed(String operationId) {
        Operation operation = document.operations().stream()
                .filter(each -> each.id().equals(operationId))
                .findFirst()
                .orElseThrow();
        Sample sample = of(operation).getFirst();
        admin.send(operation.method(), sample.path(), sample.body()).is(200, 201, 204);
    }

    private String client() {
        String id = "c-" + ++made;
        admin.put("/clients/" + id, Organisation.clientRecord(id, true, "adult", "bcbs", "casey"))
                .is(204);
        return id;
    }

    private String mapping() {
        String name = "m-" + ++made;
        admin.put("/bulk-mappings/" + name, object("columns", object("Service Code", "billingCode")))
                .is(201);
        return name;
    }

    private String recipe() {
        String name = "r-" + ++made;
        admin.put(
                        "/bulk-recipes/" + name,
                        object(
                                "kind", "UPDATE",
                                "selection", object("ids", List.of(common.get(AUTHORIZATION))),
                                "patch", object("payerReference", "call " + made)))
                .is(201);
        return name;
    }

    private String erasable(String kinds, Object... fields) {
        String id = "e-" + ++made;
        admin.put("/" + kinds + "/" + id, object(fields)).is(204);
        return id;
    }

    /** It has begun wherever the examples' divisions are. */
    private LocalDate yesterday() {
        return org.today().minusDays(1);
    }

    private String authorization(String client, int units) {
        return admin.post(
                        "/authorizations",
                        object(
                                "clientId",
                                client,
                                "billingCode",
                                "H0031",
                                "allottedUnits",
                                units,
                                "unitAlertLevel",
                                1,
                                "startDate",
                                yesterday().toString(),
                                "endDate",
                                yesterday().plusDays(181).toString()))
                .is(201)
                .text("authorizationId");
    }

    private String listed(String authorization) {
        eventually(() -> admin.get("/authorizations/" + authorization).is(200));
        return authorization;
    }

    /** An operation on the state of now: what an example before changed may be on its way to the list. */
    private String changed() {
        Preview[] ready = new Preview[1];
        eventually(() -> {
            ready[0] = updating("PA-" + ++made);
            assertThat(ready[0].outcome("WOULD_CHANGE")).isEqualTo(ready[0].count());
        });
        return ready[0].confirmed().id();
    }

    private Preview updating(String number) {
        return updating(admin, number);
    }

    private Preview updating(Api by, String number) {
        return by.preview(object(
                "kind",
                "UPDATE",
                "selection",
                object("ids", List.of(common.get(AUTHORIZATION))),
                "patch",
                object("authorizationNumber", number)));
    }

    private String path(Operation operation, Map<String, String> ids) {
        String path = operation.path();
        for (JsonNode parameter : document.parameters(operation, "path")) {
            String example = parameter.path("example").asString();
            path = path.replace("{" + parameter.path("name").asString() + "}", ids.getOrDefault(example, example));
        }
        return document.withRequiredQuery(operation, path);
    }

    private String body(JsonNode value, Map<String, String> ids) {
        String text = value.isString() ? value.asString() : Json.write(value);
        for (Map.Entry<String, String> id : ids.entrySet()) {
            text = text.replace(id.getKey(), id.getValue());
        }
        return onDay(org.today(), text);
    }

    /** The days of an example as far from this one as they are from the examples' own. */
    static String onDay(LocalDate today, String text) {
        long days = ChronoUnit.DAYS.between(DAY_OF_THE_EXAMPLES, today);
        return DATE.matcher(text)
                .replaceAll(date -> "\"" + LocalDate.parse(date.group(1)).plusDays(days) + "\"");
    }

    /** Names and values in turn; without {@code If-Match}, which is of the moment. */
    static List<String> headers(Document document, Operation operation) {
        List<String> headers = new ArrayList<>();
        for (JsonNode header : document.parameters(operation, "header")) {
            String name = header.path("name").asString();
            if (name.equals("Idempotency-Key")) {
                headers.addAll(List.of(name, UUID.randomUUID().toString()));
            } else if (header.has("example") && !name.equals("If-Match")) {
                headers.addAll(List.of(name, header.path("example").asString()));
            }
        }
        return headers;
    }

    private static List<String> permissions(Operation operation, JsonNode example) {
        return Stream.concat(
                        operation.permissions().stream(),
                        example.path("x-permissions").valueStream().map(JsonNode::asString))
                .toList();
    }
}
