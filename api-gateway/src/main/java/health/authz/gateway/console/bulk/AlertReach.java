package health.authz.gateway.console.bulk;

import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.ConsoleApi;
import health.authz.gateway.console.Query;
import health.authz.gateway.console.SignedIn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/**
 * Whom alerts about these authorizations will reach, as the directory and the profiles stand now. Which of the people who see only
 * their own clients are reached, each client decides; so they are told apart.
 *
 * @param everybody names of those who see every client of the target
 * @param ownClients names of those who see a client only where they are assigned or supervise
 * @param off alerts are switched off for the organisation
 */
public record AlertReach(List<String> everybody, List<String> ownClients, boolean off) {

    /** Nothing for a reader who may not see profiles and people. */
    static Optional<AlertReach> of(ConsoleApi api, SignedIn person, Query filter) {
        if (!person.may("alert:manage") || !person.may("directory:read")) {
            return Optional.empty();
        }
        Supplier<JsonNode> profiles = api.ask("/profiles", Query.of("limit", "500"));
        Supplier<JsonNode> users = api.ask("/users", Query.of("limit", "500"));
        Supplier<JsonNode> settings = api.ask("/settings", Query.NONE);
        try {
            return Optional.of(of(profiles.get(), users.get(), settings.get(), filter.value("divisionId")));
        } catch (ApiProblem notNow) {
            return Optional.empty();
        }
    }

    static AlertReach of(JsonNode profiles, JsonNode users, JsonNode settings, String division) {
        Map<String, Boolean> seesAll = new HashMap<>();
        for (JsonNode profile : profiles.path("items")) {
            if (profile.path("active").asBoolean(true) && !profile.path("rules").isEmpty()) {
                seesAll.put(
                        profile.path("id").asString(""),
                        profile.path("clientAdmin").asBoolean(false));
            }
        }
        List<String> everybody = new ArrayList<>();
        List<String> own = new ArrayList<>();
        for (JsonNode user : users.path("items")) {
            Boolean all = seesAll.get(user.path("profileId").asString(""));
            if (all != null && user.path("active").asBoolean(true) && sees(user, division)) {
                (all ? everybody : own).add(user.path("name").asString(""));
            }
        }
        return new AlertReach(everybody, own, isOff(settings));
    }

    private static boolean sees(JsonNode user, String division) {
        Set<String> divisions = new HashSet<>();
        user.path("divisionIds").forEach(each -> divisions.add(each.asString("")));
        return division.isEmpty() || divisions.contains("*") || divisions.contains(division);
    }

    private static boolean isOff(JsonNode settings) {
        for (JsonNode setting : settings.path("items")) {
            if (setting.path("key").asString("").equals("authorization-alerts.enabled")) {
                JsonNode own = setting.path("value");
                return !(own.isBoolean() ? own : setting.path("default")).asBoolean(true);
            }
        }
        return false;
    }

    public boolean nobody() {
        return off || (everybody.isEmpty() && ownClients.isEmpty());
    }
}
