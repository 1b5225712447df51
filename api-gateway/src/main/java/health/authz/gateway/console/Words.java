package health.authz.gateway.console;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The clinic's words for the names on the wire. A name that has none yet is shown as plain words, never left out. */
public final class Words {
    public static final Words WORDS = new Words();
    private final Map<String, String> states = new HashMap<>();
    private final Map<String, String> fields = new HashMap<>();
    private final Map<String, String> warnings = new HashMap<>();
    private final Map<String, String> problems = new HashMap<>();
    private final Map<String, String> reasons = new HashMap<>();

    private Words() {
        states.putAll(Map.of("PENDING_START", "Starts later", "LOW_UNITS", "Low units", "WOULD_ADD", "Will be added"));
        states.putAll(Map.of("WOULD_CHANGE", "Will change", "UNCHANGED", "Already so", "SKIPPED", "Already there"));
        states.putAll(Map.of("STALE", "Changed meanwhile", "REJECTED", "Refused", "NOT_PROCESSED", "Not done"));
        states.putAll(Map.of("SUCCEEDED", "Done", "PARTIALLY_SUCCEEDED", "Done in part", "FAILED", "Failed"));
        states.putAll(Map.of("AWAITING_APPROVAL", "Waits for approval", "CANCELLING", "Being cancelled"));
        states.putAll(Map.of("QUEUED", "Waits its turn", "WAITING", "Waits", "AWAITING_NUMBER", "Number missing"));
        fields.putAll(Map.of("authorizationNumber", "Authorization number", "payerReference", "Payer reference"));
        fields.putAll(Map.of("payerId", "Insurance company", "startDate", "Start date", "endDate", "End date"));
        fields.putAll(Map.of("allottedUnits", "Allotted units", "remainingUnits", "Remaining units"));
        fields.putAll(Map.of("unitAlertLevel", "Unit alert level", "expirationAlertDays", "Expiration alert days"));
        fields.putAll(Map.of("unmanaged", "Unmanaged", "billingCodeGroupId", "Billing code group"));
        fields.putAll(Map.of("clients", "Clients", "selection", "Authorizations", "typedCount", "Typed count"));
        warnings();
        problems();
        reasons.putAll(Map.of("RENEWAL", "Renewal", "PAYER_LETTER", "Letter from the payer"));
        reasons.putAll(Map.of("CORRECTION", "Correction", "CONTRACT_CHANGE", "Contract change", "OTHER", "Other"));
    }

    private void warnings() {
        warning("NOT_PRIMARY_PAYER", "get an insurance company that is not the client's first one");
        warning("SAME_NUMBER_MANY_CLIENTS", "share one authorization number across several clients");
        warning("IGNORED_ON_UNMANAGED", "are unmanaged, so what counts units is ignored there");
        warning("ENDS_IN_THE_PAST", "end in the past");
        warning("WINDOW_OVER_A_YEAR", "run longer than a year");
        warning("STARTS_OVER_A_YEAR_AHEAD", "start more than a year from now");
        warning("NOTHING_REMAINING", "have nothing remaining from the start");
        warning("ALERT_LEVEL_NOT_BELOW_ALLOTTED", "have a unit alert level that is not below the allotted units");
        warning("ALERT_DAYS_OVER_WINDOW", "would be about to expire from their first day");
        warning("NOTES_OUTSIDE_WINDOW", "would leave out the day of a service that is held or used already");
        warning("REACTIVATES_EXPIRED", "are expired and become usable again");
        warning("ALLOTTED_BELOW_USED", "get fewer units than are used already");
        warning("NUMBER_REPLACED_AFTER_USE", "get another number although units were used under the old one");
        warning(
                "NUMBER_LOOKS_DAMAGED",
                "get a number or reference that looks like the old one after a spreadsheet had it: without its leading zeros, with"
                        + " .0 behind it, or with digits lost");
        warning("OVERLAPS_EXISTING", "overlap with another usable authorization");
        warning("ENDS_PREVIOUS", "end the authorization before them");
        warning("ENDS_AN_OPEN_ONE", "are unmanaged, have no end date and keep having none");
        warning("LOW_UNITS_AT_ONCE", "are at their unit alert level at once");
        warning("EXPIRING_AT_ONCE", "are about to expire at once");
        warning("MIXED_PAYERS", "belong to several insurance companies");
        warning(
                "LIST_MAY_BE_BEHIND",
                "are those that the list showed; what was added or changed a moment ago may be missing");
        warning("ALERT_FORECAST_UNAVAILABLE", "might alert somebody; who, cannot be said just now");
    }

    private void problems() {
        problem("duplicate-authorization", "the same authorization is there already");
        problem("overlapping-authorization", "another usable authorization covers some of the same days");
        problem("stale", "changed since the list was shown");
        problem("payer-not-of-client", "the client is not insured with that company");
        problem("inactive-client", "the client is inactive");
        problem("unknown-client", "the client is not known");
        problem("inactive-code", "the billing code is inactive");
        problem("dates-reversed", "the end would lie before the start");
        problem("no-units", "the code has no default units and none were given");
        problem("missing-end-date", "an end date is needed");
        problem("missing-start-date", "a start date is needed");
        problem("below-used", "fewer units than are used already");
        problem("special-permission", "you may not change end date, remaining units or unmanaged");
        problem("units-on-unmanaged", "unmanaged authorizations have no units");
        problem("voided", "it was entered in error and is void");
        problem("inactive-authorization", "it was taken out of use");
        problem("remaining-above-allotted", "more remaining than allotted");
        problem("already-added", "it was added before");
        problem("changed-since", "somebody changed the same field since");
        problem("service-left-out", "the days as they were would leave out a service that is held or used");
        problem("units-below-use", "the units as they were are fewer than are used by now");
        problem("row-used", "notes have used it since, so it stays");
    }

    private void warning(String type, String words) {
        warnings.put(type, words);
    }

    private void problem(String slug, String words) {
        problems.put(slug, words);
    }

    public String state(String name) {
        return states.getOrDefault(name, plain(name));
    }

    public String field(String name) {
        return fields.getOrDefault(name, plain(name.replaceAll("([a-z])([A-Z])", "$1 $2")));
    }

    /** Follows a count of rows. */
    public String warning(String type) {
        return warnings.getOrDefault(type, plain(type).toLowerCase(Locale.ENGLISH));
    }

    /** Why rows are refused; {@code type} is a problem's type or its last part. */
    public String problem(String type) {
        String slug = type.substring(type.lastIndexOf('/') + 1);
        return problems.getOrDefault(slug, plain(slug).toLowerCase(Locale.ENGLISH));
    }

    public String reason(String name) {
        return reasons.getOrDefault(name, plain(name));
    }

    public List<String> reasons() {
        return List.of("RENEWAL", "PAYER_LETTER", "CORRECTION", "CONTRACT_CHANGE", "OTHER");
    }

    /** Of an alert that would fire. */
    public String alert(String kind) {
        return switch (kind) {
            case "LOW_UNITS" -> "Few units left";
            case "EXHAUSTED" -> "No units left";
            case "EXPIRING" -> "About to expire";
            case "EXPIRED" -> "Expired";
            default -> plain(kind);
        };
    }

    /** Of a bulk change. */
    public String kind(String kind) {
        return switch (kind) {
            case "ADD" -> "Codes added";
            case "UPDATE" -> "Authorizations updated";
            case "REVERT" -> "Undone";
            default -> plain(kind);
        };
    }

    private static String plain(String name) {
        String words = name.replace('_', ' ').replace('-', ' ').toLowerCase(Locale.ENGLISH);
        return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
