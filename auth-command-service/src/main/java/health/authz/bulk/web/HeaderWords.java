package health.authz.bulk.web;

import health.authz.platform.web.SheetText;
import java.util.Collections;
import java.util.HashMap;
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
        FileFields.known().forEach(name -> fields.put(SheetText.key(name), name));
        fields.put("units", "allottedUnits");
        fields.put("allotted", "allottedUnits");
        fields.put("remaining", "remainingUnits");
        fields.put("authorizationno", "authorizationNumber");
        fields.put("insurancecompanyid", "payerId");
        FileFields.PASSED_OVER.forEach(name -> fields.put(SheetText.key(name), name));
        return Collections.unmodifiableMap(fields);
    }

    /** The field of a column, one that is passed over among them; {@code null} = the word is not known. */
    static @Nullable String field(String name) {
        return FIELDS.get(SheetText.key(name));
    }
}
