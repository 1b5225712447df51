package health.authz.benchmarks;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** An organisation with 2,000 clients and a group of 10 codes, and the deeds that are timed. */
final class Clinic {
    static final int CLIENTS = 2_000;
    static final int CODES = 10;
    static final int ROWS = CLIENTS * CODES;
    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(25);
    private final Gateway api;
    private final String group;
    private final LocalDate start = LocalDate.now(ZoneOffset.UTC);

    private Clinic(Gateway api, String group) {
        this.api = api;
        this.group = group;
    }

    static Clinic open(Gateway api) {
        api.put("/divisions/adult", Map.of("name", "Adult services", "timeZone", "UTC"));
        api.put("/payers/bcbs", Map.of("name", "Blue Cross of Example", "overusePolicy", "BLOCK"));
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < CLIENTS; i++) {
            String id = "c-%04d".formatted(i);
            lines.append(Gateway.JSON.writeValueAsString(Map.of("kind", "client", "id", id, "value", client(id))))
                    .append('\n');
        }
        api.postLines("/directory/import", lines.toString());
        List<Map<String, Object>> members = new ArrayList<>();
        for (int i = 0; i < CODES; i++) {
            String code = "S" + i;
            api.put("/billing-codes/" + code, code(code));
            members.add(Map.of("code", code));
        }
        String group = api.post("/billing-code-groups", Map.of("name", "Bench", "active", true, "codes", members))
                .path("id")
                .asString();
        waitUntil(() -> api.get("/clients?limit=1").path("count").asInt() == CLIENTS);
        return new Clinic(api, group);
    }

    String preview() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("kind", "ADD");
        request.put("clients", Map.of("filter", Map.of("payerId", "bcbs", "divisionId", "adult")));
        request.put("billingCodeGroupId", group);
        request.put(
                "values",
                Map.of(
                        "startDate",
                        start.toString(),
                        "endDate",
                        start.plusDays(180).toString(),
                        "unitAlertLevel",
                        2,
                        "expirationAlertDays",
                        14));
        String id = api.post("/bulk-previews", request).path("id").asString();
        waitUntil(
                () -> !api.get("/bulk-previews/" + id).path("state").asString().equals("PREPARING"));
        return id;
    }

    /** Confirms the preview; answers the operation. */
    String confirm(String preview) {
        return api.post(
                        "/bulk-operations",
                        Map.of("previewId", preview, "expectedCount", ROWS, "reason", "RENEWAL"),
                        "Idempotency-Key",
                        UUID.randomUUID().toString())
                .path("id")
                .asString();
    }

    void awaitDone(String operation) {
        waitUntil(() -> api.get("/bulk-operations/" + operation).path("done").asBoolean());
        JsonNode ended = api.get("/bulk-operations/" + operation);
        if (ended.path("progress").path("succeeded").asInt() != ROWS) {
            throw new IllegalStateException("the bulk add did not add every row: " + ended);
        }
    }

    void awaitListed() {
        waitUntil(() -> api.get("/authorizations?limit=1").path("count").asInt() == ROWS);
    }

    JsonNode page(String more) {
        return api.get("/authorizations?limit=100" + more);
    }

    List<String> someAuthorizations(int count) {
        return StreamSupport.stream(
                        api.get("/authorizations?limit=" + count).path("items").spliterator(), false)
                .map(row -> row.path("authorizationId").asString())
                .toList();
    }

    void note(String authorization) {
        api.put(
                "/authorizations/" + authorization + "/notes/note-1",
                Map.of("serviceDate", start.toString(), "units", 1, "state", "DRAFT"));
    }

    private static Map<String, Object> client(String id) {
        return Map.of(
                "name", Map.of("family", "Sample", "given", id),
                "active", true,
                "divisionIds", List.of("adult"),
                "payerIds", List.of("bcbs"),
                "clientGroupIds", List.of(),
                "assignedUserIds", List.of());
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
                48,
                "authDecrementAction",
                "PER_UNIT_BILLED",
                "unmanaged",
                false,
                "active",
                true);
    }

    private static void waitUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("waited three minutes in vain");
            }
            LockSupport.parkNanos(LOOK_AGAIN);
        }
    }
}
