package health.authz.bulk.domain;

import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Standing;
import health.authz.events.Units;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields that a person sees of an authorization, by their names on the wire. */
public final class RowFields {
    private RowFields() {}

    /** Every field with its value; {@code null} = blank. */
    public static Map<String, @Nullable Object> of(@Nullable Added authorization) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (authorization != null) {
            fields.put("authorizationNumber", authorization.definition().authorizationNumber());
            fields.put("payerReference", authorization.definition().payerReference());
            fields.put("payerId", text(authorization.definition().payerId()));
            fields.put("startDate", text(authorization.definition().startDate()));
            fields.put("endDate", text(authorization.definition().endDate()));
            fields.put("allottedUnits", number(authorization.totals().allotted()));
            fields.put("remainingUnits", number(authorization.totals().remaining()));
            fields.put("unitAlertLevel", number(authorization.definition().unitAlertLevel()));
            fields.put("expirationAlertDays", authorization.definition().expirationAlertDays());
            fields.put("unmanaged", authorization.definition().unmanaged());
            fields.put("voided", authorization.standing() == Standing.VOIDED ? true : null);
        }
        return fields;
    }

    /** Only those whose values differ, from the side of {@code these}. */
    public static Map<String, @Nullable Object> differing(
            Map<String, @Nullable Object> these, Map<String, @Nullable Object> others) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(these);
        fields.entrySet().removeIf(field -> Objects.equals(field.getValue(), others.get(field.getKey())));
        return fields;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static @Nullable BigDecimal number(@Nullable Units units) {
        return units == null ? null : units.value();
    }
}
