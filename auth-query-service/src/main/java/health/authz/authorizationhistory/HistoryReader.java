package health.authz.authorizationhistory;

import health.authz.authorizationhistory.HistoryItem.Changed;
import health.authz.platform.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what an event changed, from the event and the totals of the one before. */
final class HistoryReader {
    private static final Set<String> NOT_CHANGES = Set.of(
            "authorizationId", "tenantId", "totals", "reason", "operationId", "reverts", "clientId", "systemAuthNo");
    private static final Map<String, String> TOTALS = new LinkedHashMap<>(Map.of());

    static {
        TOTALS.put("allotted", "allottedUnits");
        TOTALS.put("remaining", "remainingUnits");
        TOTALS.put("pending", "pendingUnits");
        TOTALS.put("consumed", "consumedUnits");
    }

    private HistoryReader() {}

    /** @param before totals after the previous event; {@code null} at the first */
    static HistoryItem item(Document stored, @Nullable JsonNode before) {
        JsonNode event = event(stored);
        List<Changed> changes = new ArrayList<>();
        event.properties().forEach(entry -> {
            if (!NOT_CHANGES.contains(entry.getKey())) {
                changes.add(changed(entry.getKey(), entry.getValue()));
            }
        });
        JsonNode totals = event.get("totals");
        if (totals != null) {
            totals(before, totals, changes);
        }
        return new HistoryItem(
                stored.get("seq", Number.class).longValue(),
                stored.getString("type"),
                stored.getString("recordedAt"),
                stored.getString("actor"),
                event.path("reason").asString(null),
                event.path("operationId").asString(null),
                changes);
    }

    static JsonNode event(Document stored) {
        return Json.mapper().readTree(stored.get("value", "{}"));
    }

    private static Changed changed(String field, JsonNode value) {
        return value.isObject() && !value.has("totals")
                ? new Changed(field, value.get("before"), value.get("after"))
                : new Changed(field, null, value);
    }

    private static void totals(@Nullable JsonNode before, JsonNode after, List<Changed> changes) {
        TOTALS.forEach((name, field) -> {
            JsonNode then = before == null ? null : before.get(name);
            JsonNode now = after.get(name);
            boolean told = changes.stream().anyMatch(change -> change.field().equals(field));
            if (!told && !Objects.equals(then, now)) {
                changes.add(new Changed(field, then, now));
            }
        });
    }
}
