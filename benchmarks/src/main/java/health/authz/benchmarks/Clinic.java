package health.authz.benchmarks;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** An organisation with a tenth as many clients as rows and a group of 10 codes, and the deeds that are timed. */
public final class Clinic {
    static final int UNITS = 48;
    private static final int CODES = 10;
    private static final int IMPORT_LINES = 20_000;
    private static final int DIVISIONS = 12;
    private static final int STAFF = 200;
    private final Gateway api;
    private final int rows;
    private final String group;
    private final LocalDate start = LocalDate.now(ZoneOffset.UTC);

    private Clinic(Gateway api, int rows, String group) {
        this.api = api;
        this.rows = rows;
        this.group = group;
    }

    public static Clinic open(Gateway api, int rows) {
        api.put("/divisions/adult", Map.of("name", "Adult services", "timeZone", "UTC"));
        api.put("/payers/bcbs", Map.of("name", "Blue Cross of Example", "overusePolicy", "BLOCK"));
        int clients = rows / CODES;
        importClients(api, clients, number -> client(clientId(number), List.of("adult"), List.of()));
        List<Map<String, Object>> members = new ArrayList<>();
        for (int i = 0; i < CODES; i++) {
            String code = "S" + i;
            api.put("/billing-codes/" + code, code(code));
            members.add(Map.of("code", code));
        }
        String group = api.post("/billing-code-groups", Map.of("name", "Bench", "active", true, "codes", members))
                .path("id")
                .asString();
        Wait.until(
                "the clients are listed",
                () -> api.get("/clients?limit=1").path("count").asInt() == clients);
        return new Clinic(api, rows, group);
    }

    public String organisation() {
        return api.organisation();
    }

    public int rows() {
        return rows;
    }

    /** Gives each client a division and a person of its own beside the common one, as large organisations have them. */
    void spread() {
        for (int division = 0; division < DIVISIONS; division++) {
            api.put("/divisions/" + divisionId(division), Map.of("name", "Site " + division, "timeZone", "UTC"));
        }
        int clients = rows / CODES;
        importClients(
                api,
                clients,
                number -> client(
                        clientId(number),
                        List.of("adult", divisionId(number % DIVISIONS)),
                        List.of("staff-" + number % STAFF)));
        Wait.until(
                "the clients are in their divisions",
                () -> api.get("/clients?limit=1&divisionId=" + divisionId(0))
                                .path("count")
                                .asInt()
                        == Math.ceilDiv(clients, DIVISIONS));
    }

    static String divisionId(int number) {
        return "site-" + number;
    }

    /** A preview of every code of the group for every client. */
    public String previewAdd() {
        return previewAdd(Map.of("filter", Map.of("payerId", "bcbs", "divisionId", "adult")), start);
    }

    /** The same of one client, for a year in which nobody has anything yet. */
    public String previewAddForOne(int client, int yearsAhead) {
        return previewAdd(Map.of("ids", List.of(clientId(client))), start.plusYears(yearsAhead));
    }

    private String previewAdd(Map<String, Object> clients, LocalDate from) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("kind", "ADD");
        request.put("clients", clients);
        request.put("billingCodeGroupId", group);
        request.put(
                "values",
                Map.of(
                        "startDate",
                        from.toString(),
                        "endDate",
                        from.plusDays(180).toString(),
                        "unitAlertLevel",
                        2,
                        "expirationAlertDays",
                        14));
        return ready(request);
    }

    /** A preview of another end date for all that is listed. */
    public String previewEndDate(int days) {
        return ready(Map.of(
                "kind",
                "UPDATE",
                "selection",
                Map.of("all", true),
                "patch",
                Map.of("endDate", start.plusDays(180L + days).toString())));
    }

    private String ready(Map<String, Object> request) {
        String id = api.post("/bulk-previews", request).path("id").asString();
        Wait.until(
                "the preview is ready",
                () -> !api.get("/bulk-previews/" + id).path("state").asString().equals("PREPARING"));
        return id;
    }

    /** Confirms the preview; answers the operation. */
    public String confirm(String preview, int count) {
        return api.post(
                        "/bulk-operations",
                        Map.of("previewId", preview, "expectedCount", count, "reason", "RENEWAL"),
                        "Idempotency-Key",
                        UUID.randomUUID().toString())
                .path("id")
                .asString();
    }

    /** @throws IllegalStateException if a row of the operation did not succeed */
    public void awaitDone(String operation, int count) {
        JsonNode ended = ended(operation);
        Wait.check(
                ended.path("progress").path("succeeded").asInt() == count,
                () -> "the operation did not do every row: " + ended);
    }

    /** Confirms an update that says what is there already, and waits for its end. */
    void executeUnchanged() {
        JsonNode ended = ended(confirm(previewEndDate(0), rows));
        Wait.check(
                ended.path("progress").path("unchanged").asInt() == rows,
                () -> "the operation did not find every row as it was: " + ended);
    }

    private JsonNode ended(String operation) {
        Wait.until(
                "the operation is done",
                () -> api.get("/bulk-operations/" + operation).path("done").asBoolean());
        return api.get("/bulk-operations/" + operation);
    }

    /** Confirms and waits for the end; answers the seconds. */
    public double execute(String preview, int count) {
        long begun = System.nanoTime();
        awaitDone(confirm(preview, count), count);
        return Wait.seconds(begun);
    }

    /** The same, seen in the store: asking the service forty times a second would cost it a part of what is measured. */
    double execute(String preview, int count, Store store) throws SQLException {
        long begun = System.nanoTime();
        String operation = confirm(preview, count);
        store.awaitEnded(operation);
        double seconds = Wait.seconds(begun);
        awaitDone(operation, count);
        return seconds;
    }

    /** Every row has its outcome, whichever way the results are read. */
    void checkResults(String operation, long count) {
        String results = "/bulk-operations/" + operation + "/results?outcome=ADDED";
        long lines = api.countLines(results, "application/x-ndjson");
        Wait.check(lines == count, () -> "of " + count + " rows " + lines + " are told as NDJSON");
        long cells = api.countLines(results, "text/csv");
        Wait.check(cells == count + 1, () -> "of " + count + " rows and a heading " + cells + " are told as CSV");
    }

    public long listed() {
        return api.get("/authorizations?limit=1").path("count").asLong();
    }

    public JsonNode page(String more) {
        return api.get("/authorizations?limit=100" + more);
    }

    /** What the console's list page asks for, and beside it the {@link #summary}. */
    JsonNode firstPage() {
        return api.get("/authorizations");
    }

    /** Counts of every status. */
    JsonNode summary() {
        return api.get("/authorizations/summary?status=ACTIVE,PENDING_START,EXHAUSTED,EXPIRED,INACTIVE,VOIDED");
    }

    List<String> someAuthorizations(int count) {
        return StreamSupport.stream(
                        api.get("/authorizations?limit=" + count).path("items").spliterator(), false)
                .map(row -> row.path("authorizationId").asString())
                .toList();
    }

    public void note(String authorization, String note) {
        api.put(
                "/authorizations/" + authorization + "/notes/" + note,
                Map.of("serviceDate", start.toString(), "units", 0.01, "state", "DRAFT"));
    }

    private static String clientId(int number) {
        return "c-%06d".formatted(number);
    }

    private static void importClients(Gateway api, int clients, IntFunction<Map<String, Object>> client) {
        for (int from = 0; from < clients; from += IMPORT_LINES) {
            api.postLines("/directory/import", clientLines(from, Math.min(clients, from + IMPORT_LINES), client));
        }
    }

    private static String clientLines(int from, int to, IntFunction<Map<String, Object>> client) {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append(Gateway.JSON.writeValueAsString(
                            Map.of("kind", "client", "id", clientId(i), "value", client.apply(i))))
                    .append('\n');
        }
        return lines.toString();
    }

    private static Map<String, Object> client(String id, List<String> divisions, List<String> assigned) {
        return Map.of(
                "name",
                Map.of("family", "Sample", "given", id),
                "active",
                true,
                "divisionIds",
                divisions,
                "payerIds",
                List.of("bcbs"),
                "clientGroupIds",
                List.of(),
                "assignedUserIds",
                assigned);
    }

    private static Map<String, Object> code(String code) {
        return Map.of(
                "description",
                "Service " + code,
                "type",
                "INTERNAL",
                "unitLabel",
                "15 min",
                "defaultUnits",
                UNITS,
                "authDecrementAction",
                "PER_UNIT_BILLED",
                "unmanaged",
                false,
                "active",
                true);
    }
}
