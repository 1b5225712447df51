package health.authz.gateway.console.bulk;

import static health.authz.gateway.console.Words.WORDS;

import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.ConsoleApi;
import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Names;
import health.authz.gateway.console.Query;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * A warning as the confirm dialog says it.
 *
 * @param counted how many of what: {@code 12 authorizations}
 * @param about the first of them by name, or the codes, clients or companies that it is about; empty = of all
 * @param rows whether it has rows of its own to look at
 */
public record WarningLine(String type, String text, String counted, String about, boolean rows) {
    private static final int NAMED_MAX = 3;

    /** Those that concern the preview as a whole. */
    private static final Set<String> OF_WHOLE = Set.of(
            "SAME_NUMBER_MANY_CLIENTS",
            "SAME_UNITS_MANY_CODES",
            "MIXED_PAYERS",
            "REFUSES_ALL",
            "LIST_MAY_BE_BEHIND",
            "ALERT_FORECAST_UNAVAILABLE");

    static List<WarningLine> of(ConsoleApi api, PreviewView view, JsonNode preview, Names names, Formats f) {
        Map<String, Supplier<JsonNode>> asked = new LinkedHashMap<>();
        for (PreviewView.Counted each : view.warnings()) {
            if (!OF_WHOLE.contains(each.type())) {
                asked.put(
                        each.type(),
                        api.ask(
                                "/bulk-previews/" + view.id() + "/items",
                                Query.of("warning", each.type(), "limit", "" + NAMED_MAX)));
            }
        }
        Map<String, JsonNode> rows = new LinkedHashMap<>();
        asked.forEach((type, answer) -> rows.put(type, now(answer)));
        Set<String> ids = new LinkedHashSet<>();
        rows.values().forEach(page -> ids.addAll(OutcomeRow.clients(page)));
        preview.path("warnings")
                .forEach(warning -> warning.path("clients").forEach(client -> ids.add(client.asString())));
        Map<String, String> clients = ClientNames.of(api, ids);
        List<WarningLine> lines = new ArrayList<>();
        for (PreviewView.Counted each : view.warnings()) {
            List<String> counted = WORDS.counted(each.type());
            boolean ofWhole = OF_WHOLE.contains(each.type());
            Stream<String> about = ofWhole
                    ? ofWhole(preview, each.type(), clients, names)
                    : ofRows(rows.getOrDefault(each.type(), MissingNode.getInstance()), clients);
            lines.add(new WarningLine(
                    each.type(),
                    Character.toUpperCase(each.text().charAt(0)) + each.text().substring(1),
                    f.count(each.count(), counted.getFirst(), counted.getLast()),
                    shortly(about.toList(), each.count()),
                    !ofWhole));
        }
        return lines;
    }

    /** What cannot be named now is counted all the same. */
    private static JsonNode now(Supplier<JsonNode> answer) {
        try {
            return answer.get();
        } catch (ApiProblem notNow) {
            return MissingNode.getInstance();
        }
    }

    private static Stream<String> ofRows(JsonNode page, Map<String, String> clients) {
        return page.path("items").valueStream().map(row -> {
            String client = row.path("clientId").asString("");
            return row.path("billingCode").asString("") + " of " + clients.getOrDefault(client, client);
        });
    }

    private static Stream<String> ofWhole(JsonNode preview, String type, Map<String, String> clients, Names names) {
        if (type.equals("MIXED_PAYERS")) {
            return preview.path("payers")
                    .valueStream()
                    .map(payer -> names.payer(payer.path("payerId").asString("")));
        }
        return preview.path("warnings")
                .valueStream()
                .filter(warning -> warning.path("type").asString("").equals(type))
                .flatMap(warning -> Stream.concat(
                        warning.path("codes").valueStream().map(JsonNode::asString),
                        warning.path("clients")
                                .valueStream()
                                .map(client -> clients.getOrDefault(client.asString(), client.asString()))));
    }

    private static String shortly(List<String> all, long count) {
        if (all.isEmpty()) {
            return "";
        }
        List<String> first = all.size() > NAMED_MAX ? all.subList(0, NAMED_MAX) : all;
        return String.join("; ", first) + (count > first.size() ? " and others" : "");
    }
}
