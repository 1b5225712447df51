package health.authz.gateway.console.alerts;

import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Names;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Alerts that one decision answers: of one client, one insurance company and one end date, since one letter renews them
 * all.
 *
 * @param unseen whether the reader has not looked at all of them yet
 * @param acknowledgedBy who took them all on; empty while one is left
 */
record AlertLine(
        String clientId,
        @Nullable String payerId,
        @Nullable LocalDate end,
        List<Item> items,
        boolean unseen,
        Set<String> acknowledgedBy,
        boolean open) {

    /** One alert of a line. */
    record Item(
            String id,
            String kind,
            String authorizationId,
            String billingCode,
            @Nullable BigDecimal value,
            @Nullable BigDecimal threshold,
            @Nullable String raisedAt,
            @Nullable String closedAt,
            @Nullable String closeCause,
            List<String> recipients,
            boolean seen,
            @Nullable String acknowledgedBy) {
        static Item of(JsonNode alert) {
            return new Item(
                    Facts.given(alert, "id"),
                    Facts.given(alert, "kind"),
                    Facts.given(alert, "authorizationId"),
                    Facts.given(alert, "billingCode"),
                    Facts.number(alert, "value"),
                    Facts.number(alert, "threshold"),
                    Facts.text(alert, "raisedAt"),
                    Facts.text(alert, "closedAt"),
                    Facts.text(alert, "closeCause"),
                    Facts.texts(alert, "recipients"),
                    Facts.flag(alert, "seen"),
                    Facts.text(alert, "acknowledgedBy"));
        }
    }

    private record Key(
            String client, @Nullable String payer, @Nullable LocalDate end) {
        static Key of(JsonNode alert) {
            return new Key(Facts.given(alert, "clientId"), Facts.text(alert, "payerId"), Facts.date(alert, "endDate"));
        }
    }

    /** In the order of their newest alert. */
    static List<AlertLine> of(List<JsonNode> alerts) {
        Map<Key, List<JsonNode>> grouped = new LinkedHashMap<>();
        alerts.forEach(alert ->
                grouped.computeIfAbsent(Key.of(alert), key -> new ArrayList<>()).add(alert));
        List<AlertLine> lines = new ArrayList<>();
        grouped.forEach((key, all) -> lines.add(line(key, all)));
        return lines;
    }

    private static AlertLine line(Key key, List<JsonNode> alerts) {
        List<Item> items = alerts.stream().map(Item::of).toList();
        Set<String> takers = new LinkedHashSet<>();
        boolean all = true;
        for (Item item : items) {
            String taker = item.acknowledgedBy();
            if (taker == null) {
                all = false;
            } else {
                takers.add(taker);
            }
        }
        return new AlertLine(
                key.client(),
                key.payer(),
                key.end(),
                items,
                items.stream().anyMatch(item -> !item.seen()),
                all ? takers : Set.of(),
                alerts.stream().anyMatch(alert -> Facts.given(alert, "state").equals("OPEN")));
    }

    /** Alerts of a kind in this line. */
    public List<Item> of(String kind) {
        return items.stream().filter(item -> item.kind().equals(kind)).toList();
    }

    /** Codes of a kind, each once, in order. */
    public List<String> codes(String kind) {
        return of(kind).stream().map(Item::billingCode).distinct().sorted().toList();
    }

    public List<String> kinds() {
        return items.stream().map(Item::kind).distinct().sorted().toList();
    }

    public List<String> ids() {
        return items.stream().map(Item::id).toList();
    }

    /** The newest of them. */
    public @Nullable String raisedAt() {
        return items.getFirst().raisedAt();
    }

    /** The list with exactly these rows, ready for a bulk change. */
    public String listQuery() {
        StringBuilder query = new StringBuilder("clientId=" + Names.value(clientId));
        if (payerId != null) {
            query.append("&payerId=").append(Names.value(payerId));
        }
        if (end != null) {
            query.append("&endsFrom=").append(end).append("&endsTo=").append(end);
        }
        return query + "&alertOpen=" + (kinds().size() == 1 ? kinds().getFirst() : "true")
                + "&clientActive=any&status=ACTIVE,PENDING_START,EXHAUSTED";
    }
}
