package health.authz.stack.demo;

import static health.authz.stack.demo.DemoApi.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Loads two invented organisations through the public API, once: what a file says was loaded is not loaded again. A loading
 * that was cut off begins anew; what is there already is skipped as a duplicate.
 */
public final class DemoData {
    private static final int ABC_CLIENTS = 1_100;
    private static final int NORTHSIDE_CLIENTS = 100;
    private static final int AUTHORIZATIONS = 9_000;
    private static final String EVERY_STATUS = "ACTIVE,PENDING_START,EXHAUSTED,EXPIRED,INACTIVE,VOIDED";
    private final URI gateway;
    private final Path marker;
    private final Consumer<String> progress;
    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);

    public DemoData(URI gateway, Path marker, Consumer<String> progress) {
        this.gateway = gateway;
        this.marker = marker;
        this.progress = progress;
    }

    /** Ends when everything is loaded and listed. */
    public void load() {
        if (!Files.exists(marker)) {
            Organisation abc = abcTherapeutic();
            Organisation northside = northside();
            int missing = AUTHORIZATIONS - abc.settledCount() - northside.settledCount();
            abc.fillUp(missing);
            until(() -> abc.count() + northside.count() >= AUTHORIZATIONS, "the list");
            mark();
        }
        progress.accept("the list is read");
        DemoApi admin = new DemoApi(gateway, "admin");
        DemoApi admin2 = new DemoApi(gateway, "admin2");
        until(() -> all(admin) + all(admin2) >= AUTHORIZATIONS, "the list");
    }

    private void mark() {
        try {
            Files.writeString(marker, today + "\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Organisation abcTherapeutic() {
        progress.accept("demo data of abc-therapeutic is loaded");
        Organisation abc = new Organisation("admin");
        abc.divisions(Map.of(
                "adult", division("Adult Services", "America/New_York"),
                "child", division("Child and Family", "America/New_York"),
                "residential", division("Residential", "America/Chicago"),
                "community", division("Community Support", "America/Chicago")));
        abc.groups(
                Map.of("waitlist-2026", "Waitlist 2026", "court-referred", "Court referred"),
                Map.of("billing", "Billing office", "east-team", "East team"));
        List<String> clinicians = new ArrayList<>(List.of("clinician", "clinician-own"));
        for (int i = 1; i <= 10; i++) {
            clinicians.add("clinician-" + i);
        }
        abc.user("biller", "Biller Demo", "billing", List.of("billing"), List.of("*"), List.of());
        abc.user("biller-adult", "Biller Adult Demo", "billing", List.of("billing"), List.of("adult"), List.of());
        abc.user("front-desk", "Front Desk Demo", "front-desk", List.of(), List.of("*"), List.of());
        abc.user("admin", "Admin Demo", "administration", List.of(), List.of("*"), List.of());
        abc.user("auditor", "Auditor Demo", "front-desk", List.of(), List.of("*"), List.of());
        abc.user(
                "supervisor",
                "Supervisor Demo",
                "clinical",
                List.of(),
                List.of("*"),
                List.of("clinician-1", "clinician-2"));
        clinicians.forEach(id -> abc.user(
                id,
                "Clinician Demo " + id.replaceAll("[^0-9]", ""),
                "clinical",
                List.of("east-team"),
                List.of("*"),
                List.of()));
        abc.profiles();
        abc.clients(DemoPeople.clients(
                "c-",
                ABC_CLIENTS,
                List.of("adult", "child", "residential", "community"),
                List.of("waitlist-2026", "court-referred"),
                clinicians));
        abc.catalogue(DemoCatalogue.codes(), DemoCatalogue.groups());
        abc.clientsListed(ABC_CLIENTS);
        abc.add(
                "Outpatient package",
                filter("payerId", "bcbs"),
                values(-40, 140, "allottedUnits", 48, "unitAlertLevel", 4));
        abc.add(
                "Outpatient package",
                filter("payerId", "medicaid", "divisionId", "adult"),
                values(-60, 9, "authorizationNumber", "MCD-2026-11", "expirationAlertDays", 14));
        abc.add(
                "Outpatient package",
                filter("payerId", "medicaid", "divisionId", "child"),
                values(-60, 120, "unitAlertLevel", 6));
        abc.add(
                "Outpatient package",
                filter("payerId", "harbor"),
                values(
                        -20,
                        160,
                        "allottedUnits",
                        36,
                        "remainingUnits",
                        22,
                        "unitAlertLevel",
                        5,
                        "payerReference",
                        "portal import"));
        abc.add("Outpatient package", filter("payerId", "summit"), values(-90, 85));
        abc.add("Outpatient package", filter("payerId", "prairie"), values(-10, 170, "expirationAlertDays", 21));
        abc.add("Intake", filter("divisionId", "adult", "payerId", "bcbs"), values(-300, -61));
        abc.add("Medication", filter("divisionId", "community"), values(30, 210));
        abc.add("Contact only", filter("divisionId", "residential"), values(-200, null));
        abc.lives();
        return abc;
    }

    private Organisation northside() {
        progress.accept("demo data of northside is loaded");
        Organisation north = new Organisation("admin2");
        north.divisions(Map.of(
                "main", division("Main Street", "America/Chicago"), "annex", division("Annex", "America/Chicago")));
        north.groups(Map.of("new", "New clients"), Map.of("billing", "Billing office"));
        north.user("biller2", "Biller Northside Demo", "billing", List.of("billing"), List.of("*"), List.of());
        north.user("admin2", "Admin Northside Demo", "administration", List.of(), List.of("*"), List.of());
        north.profiles();
        north.clients(DemoPeople.clients(
                "n-", NORTHSIDE_CLIENTS, List.of("main", "annex"), List.of("new"), List.of("biller2")));
        north.catalogue(
                DemoCatalogue.codes().stream()
                        .filter(code -> DemoCatalogue.outpatient().contains(code.code())
                                || DemoCatalogue.KEPT_FREE.contains(code.code()))
                        .toList(),
                Map.of("Outpatient package", DemoCatalogue.outpatient()));
        north.clientsListed(NORTHSIDE_CLIENTS);
        north.add("Outpatient package", filter("payerId", "bcbs"), values(-30, 150, "unitAlertLevel", 3));
        north.add("Outpatient package", filter("payerId", "medicaid"), values(-30, 12, "expirationAlertDays", 14));
        return north;
    }

    private static Map<String, Object> division(String name, String zone) {
        return Map.of("name", name, "timeZone", zone);
    }

    private static Map<String, Object> filter(String... pairs) {
        Map<String, Object> filter = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            filter.put(pairs[i], pairs[i + 1]);
        }
        return Map.of("filter", filter);
    }

    private Map<String, Object> values(int startsIn, @Nullable Integer endsIn, Object... pairs) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("startDate", today.plusDays(startsIn).toString());
        if (endsIn != null) {
            values.put("endDate", today.plusDays(endsIn).toString());
        }
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i].toString(), pairs[i + 1]);
        }
        return values;
    }

    private static int all(DemoApi api) {
        return api.get("/authorizations?limit=1&clientActive=any&status=" + EVERY_STATUS)
                .get("count")
                .intValue();
    }

    private static void until(BooleanSupplier listed, String what) {
        long end = System.nanoTime() + java.time.Duration.ofMinutes(3).toNanos();
        while (!listed.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the demo data is not listed: " + what + " stays short");
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("stopped while loading the demo data", stopped);
            }
        }
    }

    /** One organisation, loaded by its administrator. */
    private final class Organisation {
        private final DemoApi api;
        private final Map<String, String> groupIds = new HashMap<>();
        private int expected;

        Organisation(String admin) {
            api = new DemoApi(gateway, admin);
        }

        void divisions(Map<String, Map<String, Object>> divisions) {
            divisions.forEach((id, division) -> api.put("/divisions/" + id, division));
            DemoPeople.payerNames()
                    .forEach((id, name) -> api.put("/payers/" + id, Map.of("name", name, "overusePolicy", "BLOCK")));
        }

        void groups(Map<String, String> clientGroups, Map<String, String> userGroups) {
            clientGroups.forEach((id, name) -> api.put("/client-groups/" + id, Map.of("name", name)));
            userGroups.forEach((id, name) -> api.put("/user-groups/" + id, Map.of("name", name)));
        }

        void user(
                String id,
                String name,
                String profile,
                List<String> groups,
                List<String> divisions,
                List<String> supervises) {
            api.put("/users/" + id, DemoPeople.user(name, profile, groups, divisions, supervises));
        }

        void profiles() {
            profile("billing", "Billing office", true, List.of("LOW_UNITS", "EXPIRING"));
            profile("administration", "Administration", true, List.of());
            profile("clinical", "Clinicians", false, List.of("LOW_UNITS"));
            profile("front-desk", "Front desk", true, List.of());
            api.put("/settings/authorization-alerts.enabled", Map.of("value", true));
        }

        private void profile(String id, String name, boolean clientAdmin, List<String> kinds) {
            List<Map<String, Object>> rules = new ArrayList<>();
            kinds.forEach(kind ->
                    rules.add(Map.of("kind", kind, "scope", Map.of("all", true), "channels", List.of("INBOX"))));
            api.put(
                    "/profiles/" + id,
                    Map.of("name", name, "active", true, "clientAdmin", clientAdmin, "rules", rules));
        }

        void clients(String lines) {
            JsonNode report = api.importLines(lines);
            if (report.get("rejected").intValue() != 0) {
                throw new IllegalStateException("demo clients were refused: " + report);
            }
        }

        void catalogue(List<DemoCatalogue.Code> codes, Map<String, List<String>> groups) {
            JsonNode present = api.get("/billing-codes?limit=500").get("items");
            List<String> known = new ArrayList<>();
            present.forEach(code -> known.add(text(code.get("code"))));
            codes.stream()
                    .filter(code -> !known.contains(code.code()))
                    .forEach(code -> api.put("/billing-codes/" + code.code(), code.body()));
            api.get("/billing-code-groups?limit=500")
                    .get("items")
                    .forEach(group -> groupIds.put(text(group.get("name")), text(group.get("id"))));
            groups.forEach((name, members) -> groupIds.computeIfAbsent(
                    name,
                    missing -> text(api.post(
                                    "/billing-code-groups",
                                    Map.of(
                                            "name",
                                            name,
                                            "codes",
                                            members.stream()
                                                    .map(code -> Map.of("code", code))
                                                    .toList()))
                            .get("id"))));
        }

        void clientsListed(int count) {
            until(() -> clientCount("true") + clientCount("false") >= count, "the list of clients");
        }

        private int clientCount(String active) {
            return api.get("/clients?limit=1&active=" + active).get("count").intValue();
        }

        void add(String group, Map<String, Object> clients, Map<String, Object> values) {
            JsonNode ended = api.bulk(Map.of(
                    "kind", "ADD", "clients", clients, "billingCodeGroupId", groupIds.get(group), "values", values));
            JsonNode done = ended.get("progress");
            expected += done.get("succeeded").intValue() + done.get("skipped").intValue();
        }

        /** Notes that use units up, a few that were ended or entered in error. */
        void lives() {
            settledCount();
            progress.accept("notes are written");
            DemoApi clinician = new DemoApi(gateway, "clinician");
            DemoApi biller = new DemoApi(gateway, "biller");
            JsonNode exhausted = rows("90791", "bcbs", 30);
            for (JsonNode row : exhausted) {
                use(clinician, row, row.get("remainingUnits").intValue());
            }
            for (JsonNode row : rows("90834", "bcbs", 40)) {
                use(clinician, row, row.get("remainingUnits").intValue() - 4);
            }
            for (JsonNode row : rows("H0004", "harbor", 60)) {
                use(clinician, row, 6);
            }
            for (JsonNode row : rows("90847", "summit", 25)) {
                action(biller, row, "inactivate", "OTHER");
            }
            for (JsonNode row : rows("T1016", "summit", 10)) {
                action(biller, row, "void", "CORRECTION");
            }
        }

        private JsonNode rows(String code, String payer, int limit) {
            return api.get("/authorizations?billingCode=" + code + "&payerId=" + payer + "&status=ACTIVE&limit="
                            + limit)
                    .get("items");
        }

        private void use(DemoApi clinician, JsonNode row, int units) {
            String note = "/authorizations/" + text(row.get("authorizationId")) + "/notes/note-1";
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("serviceDate", today.minusDays(3).toString());
            body.put("units", units);
            body.put("state", "DRAFT");
            clinician.put(note, body);
            body.put("state", "RELEASED");
            clinician.put(note, body);
        }

        private void action(DemoApi biller, JsonNode row, String action, String reason) {
            biller.post("/authorizations/" + text(row.get("authorizationId")) + "/" + action, Map.of("reason", reason));
        }

        int count() {
            return all(api);
        }

        /** How many are listed, once all that were added are. */
        int settledCount() {
            until(() -> count() >= expected, "the list");
            return count();
        }

        /** Adds as many authorizations as are missing from the round number: two a client, and one more if it is odd. */
        void fillUp(int missing) {
            if (missing % 2 == 1) {
                JsonNode one = api.get("/clients?divisionId=adult&limit=1")
                        .get("items")
                        .get(0);
                add("Contact only", Map.of("ids", List.of(text(one.get("clientId")))), values(-15, null));
            }
            int pairs = missing / 2;
            if (pairs > 0) {
                List<String> ids = new ArrayList<>();
                api.get("/clients?limit=" + Math.min(pairs, 500))
                        .get("items")
                        .forEach(client -> ids.add(text(client.get("clientId"))));
                add("Community support", Map.of("ids", ids), values(-15, 75, "unitAlertLevel", 8));
            }
        }
    }
}
