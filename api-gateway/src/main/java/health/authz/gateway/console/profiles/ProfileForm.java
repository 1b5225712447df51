package health.authz.gateway.console.profiles;

import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Typed;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A profile as a form: a tick for each kind of alert. */
final class ProfileForm {
    static final List<String> KINDS = List.of("LOW_UNITS", "EXPIRING");
    static final String RULE = "rule.";

    private ProfileForm() {}

    static Typed blank() {
        return Typed.empty()
                .put("active", "true")
                .put(RULE + "LOW_UNITS", "true")
                .put(RULE + "EXPIRING", "true");
    }

    static Typed filled(JsonNode profile) {
        Typed form = Typed.empty()
                .put("name", Facts.given(profile, "name"))
                .put("active", tick(Facts.flag(profile, "active")))
                .put("clientAdmin", tick(Facts.flag(profile, "clientAdmin")));
        profile.path("rules").forEach(rule -> form.put(RULE + Facts.given(rule, "kind"), "true"));
        return form;
    }

    /** Kinds that the form does not know stay as the profile has them. */
    static ObjectNode body(Typed form, JsonNode before) {
        if (!form.filled("name")) {
            form.wrong("name", "Give the profile a name, such as Billing office.");
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("name", form.get("name"));
        body.put("active", form.ticked("active"));
        body.put("clientAdmin", form.ticked("clientAdmin"));
        ArrayNode rules = body.putArray("rules");
        for (String kind : KINDS) {
            if (form.ticked(RULE + kind)) {
                ObjectNode rule = rules.addObject();
                rule.put("kind", kind);
                rule.putObject("scope").put("all", true);
                rule.putArray("channels").add("INBOX");
            }
        }
        before.path("rules").forEach(rule -> {
            if (!KINDS.contains(Facts.given(rule, "kind"))) {
                rules.add(rule);
            }
        });
        return body;
    }

    private static String tick(boolean on) {
        return on ? "true" : "";
    }
}
