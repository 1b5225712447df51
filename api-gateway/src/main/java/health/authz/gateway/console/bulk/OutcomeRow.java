package health.authz.gateway.console.bulk;

import health.authz.gateway.console.Words;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A row of a preview or of an operation, and what became of it. */
public record OutcomeRow(
        String clientId, String client, String code, String authorizationId, String outcome, String why) {
    static List<OutcomeRow> of(JsonNode page, Map<String, String> clients) {
        return page.path("items")
                .valueStream()
                .map(row -> new OutcomeRow(
                        row.path("clientId").asString(""),
                        clients.getOrDefault(
                                row.path("clientId").asString(""),
                                row.path("clientId").asString("")),
                        row.path("billingCode").asString(""),
                        row.path("authorizationId").asString(""),
                        row.path("outcome").asString(""),
                        Words.WORDS.said(row.path("problem").path("detail").asString(""))))
                .toList();
    }

    static List<String> clients(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(row -> row.path("clientId").asString(""))
                .distinct()
                .toList();
    }
}
