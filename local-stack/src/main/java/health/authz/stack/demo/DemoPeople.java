package health.authz.stack.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/** Invented clients and staff; the same ones at each loading. */
final class DemoPeople {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> GIVEN = List.of(
            "Amber", "Basil", "Clover", "Dahlia", "Elm", "Fern", "Ginger", "Hazel", "Iris", "Juniper", "Kale", "Laurel",
            "Maple", "Nettle", "Olive", "Poppy", "Quince", "Reed", "Sage", "Thyme");
    private static final List<String> FAMILY = List.of(
            "Example",
            "Sample",
            "Placeholder",
            "Specimen",
            "Pattern",
            "Template",
            "Draft",
            "Sketch",
            "Mockup",
            "Proxy");
    private static final List<String> PAYERS = List.of("bcbs", "medicaid", "harbor", "summit", "prairie");

    private DemoPeople() {}

    /** One line for the directory import. */
    static String line(String kind, String id, Map<String, Object> value) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("kind", kind);
        line.put("id", id);
        line.put("value", value);
        return JSON.writeValueAsString(line) + "\n";
    }

    /** Clients of one organisation, NDJSON; every twenty-fifth is inactive, every eighth has two payers. */
    static String clients(String prefix, int count, List<String> divisions, List<String> groups, List<String> staff) {
        Random random = new Random(prefix.hashCode());
        StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= count; i++) {
            Map<String, Object> client = new LinkedHashMap<>();
            client.put(
                    "name",
                    Map.of(
                            "family",
                            FAMILY.get(i % FAMILY.size()) + "-" + (100 + i),
                            "given",
                            GIVEN.get(random.nextInt(GIVEN.size()))));
            client.put(
                    "birthDate",
                    "%d-%02d-%02d"
                            .formatted(1950 + random.nextInt(60), 1 + random.nextInt(12), 1 + random.nextInt(28)));
            client.put("active", i % 25 != 0);
            client.put("divisionIds", List.of(divisions.get(i % divisions.size())));
            client.put("payerIds", payers(i));
            client.put("clientGroupIds", i % 3 == 0 ? List.of(groups.get(i % groups.size())) : List.of());
            client.put("assignedUserIds", List.of(staff.get(i % staff.size())));
            lines.append(line("client", prefix + i, client));
        }
        return lines.toString();
    }

    private static List<String> payers(int i) {
        List<String> payers = new ArrayList<>();
        payers.add(PAYERS.get(i / 2 % PAYERS.size()));
        if (i % 8 == 0) {
            payers.add(PAYERS.get((i / 2 + 1) % PAYERS.size()));
        }
        return payers;
    }

    static Map<String, Object> user(
            String name, String profile, List<String> groups, List<String> divisions, List<String> supervises) {
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("name", name);
        user.put("active", true);
        user.put("profileId", profile);
        user.put("userGroupIds", groups);
        user.put("divisionIds", divisions);
        user.put("supervises", supervises);
        return user;
    }

    static Map<String, String> payerNames() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("bcbs", "Blue Cross");
        names.put("medicaid", "State Medicaid");
        names.put("harbor", "Harbor Health Plan");
        names.put("summit", "Summit Mutual");
        names.put("prairie", "Prairie Care");
        return names;
    }
}
