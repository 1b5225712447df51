package health.authz.gateway.console;

import static java.util.Map.entry;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The clinic's words for the names on the wire: the one dictionary of the console, held by a test to the types and enums that it speaks
 * of. A name that has none yet is shown as plain words, never left out.
 */
public final class Words {
    public static final Words WORDS = new Words();
    private static final Map<String, String> STATES = Map.ofEntries(
            entry("ACTIVE", "Active"),
            entry("PENDING_START", "Starts later"),
            entry("EXHAUSTED", "Exhausted"),
            entry("EXPIRED", "Expired"),
            entry("INACTIVE", "Inactive"),
            entry("VOIDED", "Voided"),
            entry("EXPIRING_SOON", "Expiring soon"),
            entry("LOW_UNITS", "Low units"),
            entry("AWAITING_NUMBER", "Number missing"),
            entry("OVERUSED", "Overused"),
            entry("WOULD_ADD", "Will be added"),
            entry("WOULD_CHANGE", "Will change"),
            entry("ADDED", "Added"),
            entry("CHANGED", "Changed"),
            entry("UNCHANGED", "Already so"),
            entry("SKIPPED", "Already there"),
            entry("STALE", "Changed meanwhile"),
            entry("REJECTED", "Refused"),
            entry("NOT_PROCESSED", "Not done"),
            entry("QUEUED", "Waits its turn"),
            entry("RUNNING", "Running"),
            entry("WAITING", "Waits"),
            entry("CANCELLING", "Being cancelled"),
            entry("CANCELLED", "Cancelled"),
            entry("AWAITING_APPROVAL", "Waits for approval"),
            entry("APPROVED", "Approved"),
            entry("DECLINED", "Declined"),
            entry("SUCCEEDED", "Done"),
            entry("PARTIALLY_SUCCEEDED", "Done in part"),
            entry("FAILED", "Failed"),
            entry("PREPARING", "Being prepared"),
            entry("READY", "Ready"),
            entry("CONFIRMED", "Confirmed"),
            entry("OPEN", "Open"),
            entry("CLOSED", "Closed"),
            entry("DRAFT", "Draft"),
            entry("RELEASED", "Released"));
    private static final Map<String, String> FIELDS = Map.ofEntries(
            entry("authorizationNumber", "Authorization number"),
            entry("payerReference", "Payer reference"),
            entry("payerId", "Insurance company"),
            entry("payerIds", "Insurance companies"),
            entry("startDate", "Start date"),
            entry("endDate", "End date"),
            entry("addDays", "Days more or less"),
            entry("serviceDate", "Service date"),
            entry("allottedUnits", "Allotted units"),
            entry("remainingUnits", "Remaining units"),
            entry("pendingUnits", "Pending units"),
            entry("consumedUnits", "Used units"),
            entry("units", "Units"),
            entry("unitAlertLevel", "Unit alert level"),
            entry("expirationAlertDays", "Expiration alert days"),
            entry("unmanaged", "Unmanaged"),
            entry("includeOpenEnded", "End unmanaged authorizations too"),
            entry("noteId", "Note"),
            entry("cause", "Cause"),
            entry("supersedes", "Renews"),
            entry("successor", "Renewed by"),
            entry("authorizationId", "Authorization"),
            entry("systemAuthNo", "Auth #"),
            entry("billingCode", "Billing code"),
            entry("billingCodeGroupId", "Billing code group"),
            entry("billingCodeGroupVersion", "Version of the group"),
            entry("clientId", "Client"),
            entry("clientName", "Client's name"),
            entry("clients", "Clients"),
            entry("selection", "Authorizations"),
            entry("ofAuthorizations", "Clients of the authorizations"),
            entry("filter", "Filter"),
            entry("patch", "Changes"),
            entry("values", "Values"),
            entry("perCode", "Values of single codes"),
            entry("typedCount", "Typed count"),
            entry("expectedCount", "Count"),
            entry("previewId", "Preview"),
            entry("allOrNothing", "All or nothing"),
            entry("onDuplicate", "What happens to duplicates"),
            entry("onOverlap", "What happens to overlaps"),
            entry("usedRows", "What happens to rows in use"),
            entry("reason", "Reason"),
            entry("comment", "Comment"),
            entry("operationId", "Operation"),
            entry("divisionId", "Division"),
            entry("divisionIds", "Divisions"),
            entry("clientGroupId", "Client group"),
            entry("clientGroupIds", "Client groups"),
            entry("userGroupId", "User group"),
            entry("userGroupIds", "User groups"),
            entry("assignedUserIds", "Assigned users"),
            entry("profileId", "Profile"),
            entry("birthDate", "Birth date"),
            entry("clientAdmin", "Alerts of all clients"),
            entry("overusePolicy", "More than remains"),
            entry("timeZone", "Time zone"),
            entry("description", "Description"),
            entry("type", "Type"),
            entry("unitLabel", "One unit is"),
            entry("defaultUnits", "Default units"),
            entry("authDecrementAction", "How notes use units"),
            entry("active", "Active"),
            entry("codes", "Codes"),
            entry("clientActive", "Active clients"),
            entry("numberMissing", "Number missing"),
            entry("startsFrom", "Starts from"),
            entry("startsTo", "Starts until"),
            entry("endsFrom", "Ends from"),
            entry("endsTo", "Ends until"),
            entry("expiresWithinDays", "Ends within days"),
            entry("remainingAtMost", "Remaining at most"),
            entry("remainingAtLeast", "Remaining at least"),
            entry("alertOpen", "Alert open"),
            entry("lacksGroupId", "Lacks codes of"),
            entry("dateFormat", "How dates are written"),
            entry("skipLines", "Lines above the header"),
            entry("consistentWith", "Consistency token"),
            entry("status", "Status"),
            entry("q", "Search"));
    private static final Map<String, String> EVENTS = Map.ofEntries(
            entry("AuthAdded", "Added"),
            entry("AuthFieldsPatched", "Changed"),
            entry("UnitsHeld", "Held by a draft note"),
            entry("UnitsHoldAmended", "Draft note changed"),
            entry("UnitsConsumed", "Used by a released note"),
            entry("UnitsReturned", "Units returned"),
            entry("AuthInactivated", "Inactivated"),
            entry("AuthReactivated", "Reactivated"),
            entry("AuthVoided", "Voided"),
            entry("AuthRestored", "In use again: the operation that voided it was undone"),
            entry("AuthSuperseded", "Renewed"));
    private static final Map<String, String> WARNINGS = Map.ofEntries(
            entry("NOT_PRIMARY_PAYER", "get an insurance company that is not the client's first one"),
            entry("SAME_NUMBER_MANY_CLIENTS", "share one authorization number across several clients"),
            entry("IGNORED_ON_UNMANAGED", "are unmanaged, so what counts units is ignored there"),
            entry("ENDS_IN_THE_PAST", "end in the past"),
            entry("WINDOW_OVER_A_YEAR", "run longer than a year"),
            entry("STARTS_OVER_A_YEAR_AHEAD", "start more than a year from now"),
            entry("NOTHING_REMAINING", "have nothing remaining from the start"),
            entry("ALERT_LEVEL_NOT_BELOW_ALLOTTED", "have a unit alert level that is not below the allotted units"),
            entry("ALERT_DAYS_OVER_WINDOW", "would be about to expire from their first day"),
            entry("NOTES_OUTSIDE_WINDOW", "would leave out the day of a service that is held or used already"),
            entry("REACTIVATES_EXPIRED", "are expired and become usable again"),
            entry("ALLOTTED_BELOW_USED", "get fewer units than are used already"),
            entry("NUMBER_REPLACED", "get another authorization number, or none, in place of the one they have"),
            entry("SAME_UNITS_MANY_CODES", "get the same units, whatever one unit is of each"),
            entry("NUMBER_REPLACED_AFTER_USE", "get another number although units were used under the old one"),
            entry(
                    "NUMBER_LOOKS_DAMAGED",
                    "get a number or reference that looks like the old one after a spreadsheet had it: without its"
                            + " leading zeros, with .0 behind it, or with digits lost"),
            entry(
                    "NAME_DIFFERS",
                    "are of somebody else than the file names on their line; ids may have slipped or lost their leading"
                            + " zeros"),
            entry("OVERLAPS_EXISTING", "overlap with another usable authorization"),
            entry("ENDS_PREVIOUS", "end the authorization before them"),
            entry("ENDS_AN_OPEN_ONE", "are unmanaged, have no end date and keep having none"),
            entry("LOW_UNITS_AT_ONCE", "are at their unit alert level at once"),
            entry("EXPIRING_AT_ONCE", "are about to expire at once"),
            entry("MIXED_PAYERS", "are changed at once, of several insurance companies"),
            entry("REFUSES_ALL", "cannot be changed, and keep all others from being changed"),
            entry(
                    "LIST_MAY_BE_BEHIND",
                    "are those that the list showed; what was added or changed a moment ago may be missing"),
            entry("ALERT_FORECAST_UNAVAILABLE", "might alert somebody; who, cannot be said just now"));
    private static final Map<String, List<String>> COUNTED = Map.of(
            "SAME_NUMBER_MANY_CLIENTS", List.of("client", "clients"),
            "MIXED_PAYERS", List.of("insurance company", "insurance companies"),
            "SAME_UNITS_MANY_CODES", List.of("code", "codes"),
            "ALERT_FORECAST_UNAVAILABLE", List.of("alert", "alerts"));
    private static final Map<String, String> PROBLEMS = Map.ofEntries(
            entry("duplicate-authorization", "the same authorization is there already"),
            entry("overlapping-authorization", "another usable authorization covers some of the same days"),
            entry("cannot-end-previous", "the authorization before it cannot end before this one starts"),
            entry("stale", "changed since the list was shown"),
            entry("payer-not-of-client", "the client is not insured with that company"),
            entry("unknown-payer", "the insurance company is not known"),
            entry("inactive-client", "the client is inactive"),
            entry("unknown-client", "the client is not known"),
            entry("inactive-code", "the billing code is inactive"),
            entry("unknown-code", "the billing code is not known"),
            entry("unknown-authorization", "the authorization is not known"),
            entry("dates-reversed", "the end would lie before the start"),
            entry("no-units", "the code has no default units and none were given"),
            entry("missing-end-date", "an end date is needed"),
            entry("missing-start-date", "a start date is needed"),
            entry("missing-for-managed", "units and an end date are needed where units are counted"),
            entry("not-clearable", "the field cannot be left blank"),
            entry("nothing-to-move", "the field is blank, so there is nothing to move"),
            entry("step-out-of-bounds", "the step leads too far"),
            entry("below-used", "fewer units than are used already"),
            entry("special-permission", "you may not change end date, remaining units or unmanaged"),
            entry("units-on-unmanaged", "unmanaged authorizations have no units"),
            entry("voided", "it was entered in error and is void"),
            entry("authorization-voided", "it was entered in error and is void"),
            entry("has-consumed-units", "released notes have used units of it"),
            entry("inactive-authorization", "it was taken out of use"),
            entry("remaining-above-allotted", "more remaining than allotted"),
            entry("outside-window", "the service lies outside its days"),
            entry("not-enough-units", "not enough units remain"),
            entry("too-many-units", "more units than can be kept"),
            entry("late-note", "the days for late notes are over"),
            entry("supersedes-itself", "it cannot renew itself"),
            entry("already-added", "it was added before"),
            entry("refused-with-others", "all or nothing was asked, and others were refused"),
            entry("changed-since", "somebody changed the same field since"),
            entry("service-left-out", "the days as they were would leave out a service that is held or used"),
            entry("units-below-use", "the units as they were are fewer than are used by now"),
            entry("row-used", "notes have used it since, so it stays"));
    private static final Map<String, String> REASONS = Map.of(
            "RENEWAL", "Renewal",
            "PAYER_LETTER", "Letter from the payer",
            "CORRECTION", "Correction",
            "CONTRACT_CHANGE", "Contract change",
            "OTHER", "Other");
    private static final Map<String, String> ALERTS = Map.of(
            "LOW_UNITS", "Few units left",
            "EXHAUSTED", "No units left",
            "EXPIRING", "About to expire",
            "EXPIRED", "Expired");
    private static final Map<String, String> KINDS =
            Map.of("ADD", "Codes added", "UPDATE", "Authorizations updated", "REVERT", "Undone");
    private static final Map<String, String> CAUSES =
            Map.of("DRAFT_VOIDED", "The draft note was voided", "RELEASED_VOIDED", "The released note was voided");
    private static final Map<String, String> CODE_TYPES = Map.of(
            "CPT", "CPT",
            "CPT_ADD_ON", "CPT add-on",
            "EM", "E/M",
            "UB04_ADD_ON", "UB-04 add-on",
            "HCPCS", "HCPCS",
            "INTERNAL", "Internal");
    private static final Map<String, String> DECREMENTS = Map.of(
            "PER_UNIT_BILLED", "The units billed on the note",
            "PER_NOTE", "Once for each note",
            "PER_DAY", "Once a day",
            "PER_WEEK", "Once a week",
            "PER_MONTH", "Once a month",
            "NONE", "Not at all (unmanaged codes)");
    private static final Map<String, String> CHOICES = Map.of(
            "END_PREVIOUS", "end the one before",
            "END_AFTER_LAST_SERVICE", "end after the last service");
    private static final Pattern OF_CODE = Pattern.compile("perCode\\.(.+)\\.(\\w+)");

    /** Names on the wire within a sentence: with a capital inside, alone or at the end of a path; or in capitals with lines between. */
    private static final Pattern NAMES = Pattern.compile(
            "(?<![\\w./@-])(?:[a-z]+(?:[A-Z][A-Za-z]*)?\\.)*([a-z]+(?:[A-Z][A-Za-z]*)+)(?![\\w/@-])|(?<![\\w-])([A-Z]+(?:_[A-Z]+)+)(?![\\w-])");

    private Words() {}

    public String state(String name) {
        return word(STATES, name);
    }

    /** A field of a request, alone or at the end of its path. */
    public String field(String name) {
        MatchResult ofCode = OF_CODE.matcher(name).results().findFirst().orElse(null);
        if (ofCode != null) {
            return field(ofCode.group(2)) + " of " + ofCode.group(1);
        }
        return word(FIELDS, name.substring(name.lastIndexOf('.') + 1));
    }

    /** What happened to an authorization. */
    public String event(String type) {
        return word(EVENTS, type);
    }

    /** Follows a count of rows. */
    public String warning(String type) {
        return WARNINGS.getOrDefault(type, lower(type));
    }

    /** What a warning counts, one and many. */
    public List<String> counted(String warning) {
        return COUNTED.getOrDefault(warning, List.of("authorization", "authorizations"));
    }

    /** Why rows are refused; {@code type} is a problem's type or its last part. */
    public String problem(String type) {
        String slug = type.substring(type.lastIndexOf('/') + 1);
        return PROBLEMS.getOrDefault(slug, lower(slug));
    }

    public String reason(String name) {
        return word(REASONS, name);
    }

    public List<String> reasons() {
        return List.of("RENEWAL", "PAYER_LETTER", "CORRECTION", "CONTRACT_CHANGE", "OTHER");
    }

    /** Of an alert that would fire. */
    public String alert(String kind) {
        return word(ALERTS, kind);
    }

    /** Of a bulk change. */
    public String kind(String kind) {
        return word(KINDS, kind);
    }

    /** Why units came back. */
    public String cause(String name) {
        return word(CAUSES, name);
    }

    public String codeType(String name) {
        return word(CODE_TYPES, name);
    }

    public String decrement(String name) {
        return word(DECREMENTS, name);
    }

    /** A sentence of the API, which names what programs send, as a person reads it. */
    public String said(String sentence) {
        return NAMES.matcher(sentence).replaceAll(found -> {
            String field = found.group(1);
            String text = field == null ? choice(found.group(2)) : field(field).toLowerCase(Locale.ENGLISH);
            return java.util.regex.Matcher.quoteReplacement(text);
        });
    }

    private static String choice(String name) {
        for (Map<String, String> words : List.of(CHOICES, STATES, REASONS, DECREMENTS, CAUSES, CODE_TYPES)) {
            String word = words.get(name);
            if (word != null) {
                return word.toLowerCase(Locale.ENGLISH);
            }
        }
        return lower(name);
    }

    private static String word(Map<String, String> words, String name) {
        return words.getOrDefault(name, plain(name));
    }

    private static String lower(String name) {
        return plain(name).toLowerCase(Locale.ENGLISH);
    }

    /** {@code someName}, {@code SOME_NAME} and {@code SomeName} become {@code Some name}. */
    public static String plain(String name) {
        String words = name.replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                .replace('_', ' ')
                .replace('-', ' ')
                .strip()
                .toLowerCase(Locale.ENGLISH);
        return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** Of what kind a name may be; for the test that finds the names which have no words. */
    enum Kind {
        STATE(STATES),
        FIELD(FIELDS),
        EVENT(EVENTS),
        WARNING(WARNINGS),
        PROBLEM(PROBLEMS),
        REASON(REASONS),
        ALERT(ALERTS),
        BULK(KINDS),
        CAUSE(CAUSES),
        CODE_TYPE(CODE_TYPES),
        DECREMENT(DECREMENTS);

        private final Map<String, String> words;

        Kind(Map<String, String> words) {
            this.words = words;
        }

        Set<String> known() {
            return words.keySet();
        }
    }
}
