package health.authz.bulk.web;

import health.authz.events.WrittenText;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words by which the columns of a sheet are known: the names of the fields and what people write for them, without regard to
 * case, spaces and signs, so that <i>Client ID</i>, {@code client_id} and {@code clientId} are one.
 */
final class HeaderWords {
    private static final Map<String, String> FIELDS = fields();

    private HeaderWords() {}

    private static Map<String, String> fields() {
        Map<String, String> fields = new HashMap<>();
        FileFields.known().forEach(name -> fields.put(key(name), name));
        fields.put("units", "allottedUnits");
        fields.put("allotted", "allottedUnits");
        fields.put("remaining", "remainingUnits");
        fields.put("authorizationno", "authorizationNumber");
        fields.put("insurancecompanyid", "payerId");
        FileFields.PASSED_OVER.forEach(name -> fields.put(key(name), name));
        return Collections.unmodifiableMap(fields);
    }

    /** What is left of a column's name when it is compared: letters and digits, in small letters; {@code #} is <i>number</i>. */
    static String key(String name) {
        StringBuilder kept = new StringBuilder(name.length());
        WrittenText.visible(name)
                .replace("#", "number")
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(kept::appendCodePoint);
        return kept.toString().toLowerCase(Locale.ROOT);
    }

    /** The field of a column, one that is passed over among them; {@code null} = the word is not known. */
    static @Nullable String field(String name) {
        return FIELDS.get(key(name));
    }
}
