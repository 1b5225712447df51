package health.authz.gateway.console.list;

import health.authz.gateway.console.Names;
import health.authz.gateway.console.Words;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Filters by their names on the wire, in the clinic's words. */
final class FilterWords {
    private static final Map<String, String> LABELS = Map.ofEntries(
            Map.entry("divisionId", "Division"),
            Map.entry("payerId", "Insurance company"),
            Map.entry("clientGroupId", "Client group"),
            Map.entry("userGroupId", "User group"),
            Map.entry("clientId", "Client"),
            Map.entry("billingCode", "Billing code"),
            Map.entry("billingCodeGroupId", "Code group"),
            Map.entry("status", "Status"),
            Map.entry("unmanaged", "Unmanaged"),
            Map.entry("authorizationNumber", "Number"),
            Map.entry("numberMissing", "Number missing"),
            Map.entry("clientActive", "Clients"),
            Map.entry("startsFrom", "Starts from"),
            Map.entry("startsTo", "Starts until"),
            Map.entry("endsFrom", "Ends from"),
            Map.entry("endsTo", "Ends until"),
            Map.entry("expiresWithinDays", "Ends within"),
            Map.entry("remainingAtMost", "Remaining at most"),
            Map.entry("remainingAtLeast", "Remaining at least"),
            Map.entry("alertOpen", "Alert open"),
            Map.entry("operationId", "Changed by operation"),
            Map.entry("lacksGroupId", "Lacks codes of"),
            Map.entry("active", "Clients"),
            Map.entry("q", "Text"));
    private static final Set<String> SAID_ALONE =
            Set.of("divisionId", "payerId", "clientGroupId", "userGroupId", "billingCode", "status", "clientId");

    private static final Set<String> DATES = Set.of("startsFrom", "startsTo", "endsFrom", "endsTo");

    private FilterWords() {}

    static String label(String name) {
        return LABELS.getOrDefault(name, name);
    }

    static boolean isDate(String name) {
        return DATES.contains(name);
    }

    static boolean speaksForItself(String name) {
        return SAID_ALONE.contains(name);
    }

    static String value(String name, String value, Names names) {
        return switch (name) {
            case "divisionId" -> names.division(value);
            case "payerId" -> names.payer(value);
            case "clientGroupId" -> names.clientGroup(value);
            case "userGroupId" -> names.userGroup(value);
            case "billingCodeGroupId", "lacksGroupId" -> names.codeGroup(value);
            case "status" ->
                Arrays.stream(value.split(","))
                        .map(each -> Words.WORDS.state(each.strip()))
                        .collect(Collectors.joining(" or "));
            case "expiresWithinDays" -> value + " days";
            case "operationId" -> value.length() > 8 ? value.substring(0, 8) + "…" : value;
            case "clientActive", "active" -> value.equals("any") ? "active or not" : flag(value, "active", "inactive");
            case "unmanaged", "numberMissing" -> flag(value, "yes", "no");
            case "alertOpen" ->
                value.equals("true") || value.equals("false")
                        ? flag(value, "yes", "no")
                        : Words.WORDS.alert(value).toLowerCase(java.util.Locale.ENGLISH);
            default -> value;
        };
    }

    private static String flag(String value, String yes, String no) {
        return value.equals("true") ? yes : value.equals("false") ? no : value;
    }
}
