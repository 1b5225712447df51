package health.authz.gateway.console;

import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** What ids are called, for one reader. What the reader may not ask for, or cannot be asked now, keeps its id. */
public final class Names {
    private static final Query AS_MANY_AS_THERE_ARE = Query.of("limit", "500");
    /** Nothing has a name: every id stands for itself. */
    public static final Names UNKNOWN =
            new Names(Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), TimeZones.UTC);

    private final Map<String, String> divisions;
    private final Map<String, String> payers;
    private final Map<String, String> clientGroups;
    private final Map<String, String> userGroups;
    private final Map<String, String> codes;
    private final Map<String, String> codeGroups;
    private final ZoneId zone;

    private Names(
            Map<String, String> divisions,
            Map<String, String> payers,
            Map<String, String> clientGroups,
            Map<String, String> userGroups,
            Map<String, String> codes,
            Map<String, String> codeGroups,
            ZoneId zone) {
        this.divisions = divisions;
        this.payers = payers;
        this.clientGroups = clientGroups;
        this.userGroups = userGroups;
        this.codes = codes;
        this.codeGroups = codeGroups;
        this.zone = zone;
    }

    /** Asks for everything at once. */
    static Names read(ConsoleApi api) {
        Supplier<JsonNode> divisions = api.ask("/divisions", AS_MANY_AS_THERE_ARE);
        Supplier<JsonNode> payers = api.ask("/payers", AS_MANY_AS_THERE_ARE);
        Supplier<JsonNode> clientGroups = api.ask("/client-groups", AS_MANY_AS_THERE_ARE);
        Supplier<JsonNode> userGroups = api.ask("/user-groups", AS_MANY_AS_THERE_ARE);
        Supplier<JsonNode> codes = api.ask("/billing-codes", AS_MANY_AS_THERE_ARE);
        Supplier<JsonNode> codeGroups = api.ask("/billing-code-groups", AS_MANY_AS_THERE_ARE);
        return new Names(
                names(divisions, Names::id, Names::name),
                names(payers, Names::id, Names::name),
                names(clientGroups, Names::id, Names::name),
                names(userGroups, Names::id, Names::name),
                names(codes, each -> each.path("code").asString(""), each -> each.path("description")
                        .asString("")),
                names(codeGroups, Names::id, Names::name),
                zone(divisions));
    }

    private static String id(JsonNode each) {
        return each.path("id").asString("");
    }

    private static String name(JsonNode each) {
        return each.path("name").asString("");
    }

    private static Map<String, String> names(
            Supplier<JsonNode> page, Function<JsonNode, String> id, Function<JsonNode, String> name) {
        Map<String, String> names = new LinkedHashMap<>();
        try {
            page.get().path("items").forEach(each -> names.put(id.apply(each), name.apply(each)));
        } catch (ApiProblem notNow) {
            return Map.of();
        }
        return names;
    }

    private static ZoneId zone(Supplier<JsonNode> divisions) {
        try {
            return TimeZones.of(divisions.get().path("items"));
        } catch (ApiProblem notNow) {
            return TimeZones.UTC;
        }
    }

    /** Nothing was left out because a service was away. */
    boolean isComplete() {
        return !divisions.isEmpty() && !payers.isEmpty();
    }

    public Map<String, String> divisions() {
        return divisions;
    }

    public Map<String, String> payers() {
        return payers;
    }

    public Map<String, String> clientGroups() {
        return clientGroups;
    }

    public Map<String, String> userGroups() {
        return userGroups;
    }

    /** Codes with their descriptions. */
    public Map<String, String> codes() {
        return codes;
    }

    public Map<String, String> codeGroups() {
        return codeGroups;
    }

    /** What moments are told in: the time zone of the reader's divisions. */
    public ZoneId zone() {
        return zone;
    }

    public String division(String id) {
        return divisions.getOrDefault(id, id);
    }

    public String payer(String id) {
        return id.isEmpty() ? "No insurance" : payers.getOrDefault(id, id);
    }

    public String clientGroup(String id) {
        return clientGroups.getOrDefault(id, id);
    }

    public String userGroup(String id) {
        return userGroups.getOrDefault(id, id);
    }

    public String code(String code) {
        return codes.getOrDefault(code, "");
    }

    public String codeGroup(String id) {
        return codeGroups.getOrDefault(id, id);
    }
}
