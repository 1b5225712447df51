package health.authz.profile;

import health.authz.events.TenantId;
import health.authz.events.profile.ProfileEvent.AlertRuleKind;
import health.authz.events.profile.ProfileEvent.Channel;
import health.authz.events.profile.ProfileEvent.ProfileDefined;
import health.authz.events.profile.ProfileEvent.Rule;
import health.authz.events.profile.ProfileEvent.Scope;
import health.authz.platform.web.Fields;
import health.authz.platform.web.ProblemException.FieldError;
import health.authz.platform.web.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A profile as it was sent. What a later version will take is refused as such (422), what none will is wrong (400). */
final class ProfileRequest {
    private static final int NAME_LENGTH_MAX = 200;
    private static final int RULES_MAX = 20;
    private static final Set<String> LATER_KINDS = Set.of("EXHAUSTED", "EXPIRED");
    private static final Set<String> LATER_CHANNELS = Set.of("EMAIL", "SMS", "DIGEST", "PUSH");

    private final List<FieldError> later = new ArrayList<>();

    private ProfileRequest() {}

    static ProfileDefined read(TenantId tenant, String id, JsonNode body) {
        ProfileRequest request = new ProfileRequest();
        Fields fields = Fields.of(body);
        String name = fields.requiredText("name", NAME_LENGTH_MAX);
        boolean active = fields.flag("active").orElse(true);
        boolean clientAdmin = fields.flag("clientAdmin").orElse(false);
        List<Rule> rules = request.rules(fields);
        fields.done();
        if (!request.later.isEmpty()) {
            FieldError first = request.later.getFirst();
            throw Problems.refused(
                    "not-yet-supported",
                    first.field() + ": " + first.detail(),
                    request.later.toArray(FieldError[]::new));
        }
        return new ProfileDefined(tenant, id, name, active, clientAdmin, rules);
    }

    private List<Rule> rules(Fields fields) {
        List<Rule> rules = new ArrayList<>();
        Set<AlertRuleKind> seen = EnumSet.noneOf(AlertRuleKind.class);
        List<Fields> sent = fields.objects("rules", RULES_MAX);
        for (int i = 0; i < sent.size(); i++) {
            Fields rule = sent.get(i);
            String path = "rules[" + i + "].";
            AlertRuleKind kind = kind(rule, path);
            boolean all = scope(rule, path);
            List<Channel> channels = channels(rule, path);
            if (kind != null && !seen.add(kind)) {
                rule.wrong("kind", "stands in two rules; keep one");
            }
            if (kind != null) {
                rules.add(new Rule(kind, new Scope(all), channels));
            }
        }
        return rules;
    }

    private @Nullable AlertRuleKind kind(Fields rule, String path) {
        JsonNode sent = rule.raw("kind");
        if (sent != null && sent.isString() && LATER_KINDS.contains(sent.stringValue())) {
            later.add(new FieldError(path + "kind", "comes in a later version. Use LOW_UNITS or EXPIRING."));
            return null;
        }
        return rule.choice("kind", AlertRuleKind.class).orElseGet(() -> {
            rule.missing("kind", "");
            return null;
        });
    }

    private boolean scope(Fields rule, String path) {
        JsonNode sent = rule.raw("scope");
        if (sent == null || !sent.isObject()) {
            rule.wrong("scope", "is required, as { \"all\": true }");
        } else if (sent.size() != 1
                || !sent.path("all").isBoolean()
                || !sent.path("all").booleanValue()) {
            later.add(new FieldError(
                    path + "scope", "can only be { \"all\": true } now; other scopes come in a later version."));
        }
        return true;
    }

    private List<Channel> channels(Fields rule, String path) {
        List<String> sent = rule.texts("channels", 50, RULES_MAX);
        if (sent.isEmpty()) {
            rule.missing("channels", "");
        }
        sent.forEach(channel -> {
            if (LATER_CHANNELS.contains(channel)) {
                later.add(new FieldError(path + "channels", channel + " comes in a later version. Use INBOX."));
            } else if (Arrays.stream(Channel.values())
                    .noneMatch(known -> known.name().equals(channel))) {
                rule.wrong("channels", "holds INBOX");
            }
        });
        return List.of(Channel.INBOX);
    }
}
