package health.authz.gateway.console.words;

import static java.util.Map.entry;

import health.authz.gateway.console.Words;
import java.util.Locale;
import java.util.Map;

/** Words of the clinic for names of the API that only these screens show, beside those of {@link Words}. */
public final class Glossary {
    private static final Map<String, String> FIELDS = Map.ofEntries(
            entry("pendingUnits", "Pending units"),
            entry("consumedUnits", "Used units"),
            entry("noteId", "Note"),
            entry("supersedes", "Renews"),
            entry("successor", "Renewed by"),
            entry("unitLabel", "One unit is"),
            entry("authDecrementAction", "How notes use units"),
            entry("billingCodeGroupVersion", "Version of the group"));
    private static final Map<String, String> EVENTS = Map.of(
            "AuthAdded", "Added",
            "AuthFieldsPatched", "Changed",
            "UnitsHeld", "Held by a draft note",
            "UnitsHoldAmended", "Draft note changed",
            "UnitsConsumed", "Used by a released note",
            "UnitsReturned", "Units returned",
            "AuthInactivated", "Inactivated",
            "AuthReactivated", "Reactivated",
            "AuthVoided", "Voided",
            "AuthSuperseded", "Renewed");
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
            "NONE", "Not at all");

    private Glossary() {}

    public static String field(String name) {
        String own = FIELDS.get(name);
        return own == null ? Words.WORDS.field(name) : own;
    }

    public static String reason(String name) {
        return Words.WORDS.reason(name);
    }

    public static String event(String type) {
        return EVENTS.getOrDefault(type, spelled(type));
    }

    public static String codeType(String name) {
        return CODE_TYPES.getOrDefault(name, spelled(name));
    }

    public static String decrement(String name) {
        return DECREMENTS.getOrDefault(name, spelled(name));
    }

    public static String alert(String kind) {
        return Words.WORDS.alert(kind);
    }

    /** {@code someName}, {@code SOME_NAME} and {@code SomeName} become {@code Some name}. */
    public static String spelled(String name) {
        String words = name.replaceAll("([a-z0-9])([A-Z])", "$1 $2")
                .replace('_', ' ')
                .strip()
                .toLowerCase(Locale.ROOT);
        return words.isEmpty() ? "" : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
