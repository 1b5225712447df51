package health.authz.gateway.console.bulk;

import health.authz.gateway.console.ConsoleApi;
import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Names;
import health.authz.gateway.console.Query;
import health.authz.gateway.console.list.LeftOut;
import health.authz.gateway.console.list.Listing;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Whom a bulk change is for: what a list showed, less what was left out.
 *
 * @param of the list it came from
 * @param everyone said in words, where no filter narrows it
 * @param draft under which the service keeps what was left out; empty where nothing was
 * @param exact everything left out is of what the filter lists
 */
public record BulkTarget(Of of, Query filter, Set<String> except, boolean everyone, String draft, boolean exact) {
    /** The lists that the box opens from. */
    public enum Of {
        AUTHORIZATIONS,
        CLIENTS,
        CLIENT
    }

    /** No word, but blanks that are seen or not, and commas. */
    private static final Pattern SAYS_NOTHING = Pattern.compile("[\\s\\p{Z}\\p{Cf},]*");

    private static final Set<String> FILTERS = Set.of(
            "clientId",
            "divisionId",
            "payerId",
            "clientGroupId",
            "userGroupId",
            "billingCode",
            "billingCodeGroupId",
            "status",
            "unmanaged",
            "authorizationNumber",
            "numberMissing",
            "clientActive",
            "startsFrom",
            "startsTo",
            "endsFrom",
            "endsTo",
            "expiresWithinDays",
            "remainingAtMost",
            "remainingAtLeast",
            "alertOpen",
            "operationId",
            "q",
            "active",
            "lacksGroupId");

    /** Filters stand under {@code filter.} in the box, beside fields of the same name, and bare in an address. */
    static BulkTarget of(MultiValueMap<String, String> given) {
        Map<String, String> filter = new LinkedHashMap<>();
        boolean fromBox = given.containsKey("box");
        given.forEach((name, values) -> {
            String plain = fromBox ? (name.startsWith("filter.") ? name.substring(7) : "") : name;
            if (FILTERS.contains(plain)) {
                filter.put(plain, said(plain, values));
            }
        });
        Of of =
                switch (String.valueOf(given.getFirst("of"))) {
                    case "clients" -> Of.CLIENTS;
                    case "client" -> Of.CLIENT;
                    default -> Of.AUTHORIZATIONS;
                };
        List<String> except = given.getOrDefault("except", List.of());
        return new BulkTarget(
                of,
                new Query(filter),
                new LinkedHashSet<>(except),
                "true".equals(given.getFirst("everyone")),
                given.getOrDefault("draft", List.of("")).getFirst(),
                true);
    }

    /** Less what its draft holds. */
    BulkTarget leaving(LeftOut leftOut) {
        Set<String> all = new LinkedHashSet<>(leftOut.ids());
        all.addAll(except);
        boolean listed = leftOut.ids().isEmpty() || filter.equals(leftOut.filter());
        return new BulkTarget(of, filter, all, everyone, draft, listed);
    }

    /** By name. */
    LeftOutRows leftOut(ConsoleApi api) {
        return ofClients()
                ? LeftOutRows.clients(api, except, except.size())
                : LeftOutRows.authorizations(api, except, except.size());
    }

    /** A list passes over what is blank, but a change refuses it, since it would be for everybody; so it is left out here. */
    private static String said(String name, List<String> values) {
        String all = String.join(",", values);
        if (SAYS_NOTHING.matcher(all).matches()) {
            return "";
        }
        return name.equals("status")
                ? Arrays.stream(all.split(","))
                        .map(String::strip)
                        .filter(status -> !status.isEmpty())
                        .collect(Collectors.joining(","))
                : all.strip();
    }

    /** Neither a filter nor everyone in words: nobody may be meant by leaving something out. */
    boolean isUnsaid() {
        return filter.isEmpty() && !everyone;
    }

    public boolean ofClients() {
        return of == Of.CLIENTS;
    }

    String list() {
        return of == Of.CLIENTS ? "/console/clients" : "/console/authorizations";
    }

    public String back() {
        return of == Of.CLIENT
                ? "/console/clients/" + Query.encoded(filter.value("clientId"))
                : filter.with("draft", draft).on(list());
    }

    public String name() {
        return of.name().toLowerCase(java.util.Locale.ENGLISH);
    }

    /** In words, without the count: {@code Blue Cross, Adult Services}. A client is named, if the reader may see who it is. */
    String said(ConsoleApi api, Names names, Formats formats) {
        String client = filter.value("clientId");
        return filter.isEmpty()
                ? "everyone in the organisation"
                : Listing.said(
                        filter,
                        names,
                        formats,
                        client.isEmpty()
                                ? ""
                                : ClientNames.of(api, List.of(client)).getOrDefault(client, client));
    }

    /** How many clients an add goes to; null where only the preview can tell, since several rows may be one client's. */
    @Nullable
    Long clients(ConsoleApi api) {
        return switch (of) {
            case CLIENT -> 1L;
            case CLIENTS -> less(api, "/clients");
            case AUTHORIZATIONS -> null;
        };
    }

    /** How many authorizations an update is for. */
    long authorizations(ConsoleApi api) {
        return less(api, "/authorizations");
    }

    private long less(ConsoleApi api, String path) {
        long listed = api.get(path, filter.with("limit", "1")).path("count").asLong(0);
        return exact ? Math.max(0, listed - except.size()) : listed;
    }

    /** The {@code clients} of an add. */
    Map<String, Object> clientsToAddTo() {
        return switch (of) {
            case CLIENT -> Map.of("ids", List.of(filter.value("clientId")));
            case CLIENTS -> selection();
            case AUTHORIZATIONS -> Map.of("ofAuthorizations", selection());
        };
    }

    /** What is selected, as the API takes it. */
    Map<String, Object> selection() {
        Map<String, Object> selection = new LinkedHashMap<>();
        if (filter.isEmpty()) {
            selection.put("all", true);
        } else {
            Map<String, Object> filters = new LinkedHashMap<>(filter.values());
            filters.computeIfPresent(
                    "status", (name, value) -> Arrays.asList(value.toString().split(",")));
            selection.put("filter", filters);
        }
        if (!except.isEmpty()) {
            selection.put("except", List.copyOf(except));
        }
        return selection;
    }
}
