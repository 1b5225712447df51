package health.authz.gateway.console.alerts;

import health.authz.gateway.console.words.Backend;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Names;
import health.authz.gateway.console.words.Reply;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Why an alert was raised and why it reached the reader. Recipients were fixed when it was raised; rule, profile and scope
 * are told as they stand now, as far as the reader may look.
 *
 * @param rule what the authorization asked for
 * @param fact what was true at that moment
 * @param profile the reader's profile and its rule
 * @param scope why the client is one of the reader's
 * @param recipients names of all whom it reached
 */
record Why(
        String clientId,
        String clientName,
        String billingCode,
        @Nullable String rule,
        String fact,
        String profile,
        String scope,
        boolean mine,
        List<String> recipients,
        @Nullable String raisedAt) {

    static Why of(Backend api, JsonNode alert, Names names) {
        String kind = Facts.given(alert, "kind");
        String clientId = Facts.given(alert, "clientId");
        List<String> recipients = Facts.texts(alert, "recipients");
        String me = api.me().userId();
        boolean mine = recipients.contains(me);
        Reply client = api.get("/clients/" + Names.segment(clientId));
        JsonNode user = body(api.get("/users/" + Names.segment(me)));
        JsonNode profile = body(api.get("/profiles/" + Names.segment(Facts.given(user, "profileId"))));
        return new Why(
                clientId,
                client.ok() ? Names.ofClient(client.body()) : clientId,
                Facts.given(alert, "billingCode"),
                rule(kind, Facts.number(alert, "threshold")),
                fact(kind, Facts.number(alert, "value")),
                profile(profile),
                scope(me, client.body(), user, profile),
                mine,
                names.of("users", recipients),
                Facts.text(alert, "raisedAt"));
    }

    private static JsonNode body(Reply reply) {
        return reply.ok() ? reply.body() : tools.jackson.databind.node.MissingNode.getInstance();
    }

    private static @Nullable String rule(String kind, @Nullable BigDecimal threshold) {
        String bound = threshold == null ? "" : Facts.plain(threshold);
        return switch (kind) {
            case "EXPIRING" -> "The authorization asks for an alert " + bound + " days before its end date.";
            case "LOW_UNITS" -> "The authorization asks for an alert when " + bound + " units or fewer remain.";
            case "EXHAUSTED" -> "An alert is raised when no units remain.";
            case "EXPIRED" -> "An alert is raised when an end date has passed and nothing follows.";
            default -> null;
        };
    }

    private static String fact(String kind, @Nullable BigDecimal value) {
        String number = value == null ? "" : Facts.plain(value);
        return switch (kind) {
            case "EXPIRING" -> number.equals("0") ? "It was its last day." : number + " days were left.";
            case "LOW_UNITS" -> number + " units remained.";
            default -> value == null ? "" : "The value was " + number + ".";
        };
    }

    private static String profile(JsonNode profile) {
        return profile.isObject()
                ? "Your profile “" + Facts.given(profile, "name") + "” has a rule for this kind of alert."
                : "Your profile has a rule for this kind of alert.";
    }

    private static String scope(String me, JsonNode client, JsonNode user, JsonNode profile) {
        List<String> staff = Facts.texts(client, "assignedUserIds");
        if (staff.contains(me)) {
            return "You are assigned to this client.";
        }
        if (Facts.flag(profile, "clientAdmin")) {
            return Facts.texts(user, "divisionIds").contains("*")
                    ? "Your profile is alerted about all clients of all divisions."
                    : "Your profile is alerted about all clients of your divisions.";
        }
        if (Facts.texts(user, "supervises").stream().anyMatch(staff::contains)) {
            return "You supervise somebody who is assigned to this client.";
        }
        return "Your profile covers this client, or you supervise somebody who is assigned to it.";
    }
}
