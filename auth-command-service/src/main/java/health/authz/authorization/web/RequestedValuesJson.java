package health.authz.authorization.web;

import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.RequestedValues;
import health.authz.events.PayerId;
import health.authz.platform.web.Fields;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reads the fields of an authorization as people send them, alone or for many rows: the same names, bounds and words.
 * What is wrong is remembered in the {@link Fields}; the caller ends with {@code done()}.
 */
public final class RequestedValuesJson {
    private static final int PAYER_LENGTH_MAX = 100;
    private static final int ALERT_DAYS_MAX = 3_650;
    private static final String NOT_CLEARABLE = "cannot be null; leave it out to keep it, or give a value";

    private RequestedValuesJson() {}

    /** Values of an add: left out and {@code null} ask the next layer for dates and units, {@code null} = none elsewhere. */
    public static RequestedValues values(Fields fields) {
        return read(fields, unmanagedOrNotApplicable(fields), false);
    }

    /** A merge patch (RFC 7396): absent = unchanged, {@code null} = clear, value = set. */
    public static RequestedValues patch(Fields fields) {
        Change<Boolean> unmanaged = change(fields, "unmanaged", fields::flag);
        return read(fields, unmanaged.isClear() ? refuseNull(fields, "unmanaged") : unmanaged, true);
    }

    private static RequestedValues read(Fields fields, Change<Boolean> unmanaged, boolean isPatch) {
        return new RequestedValues(
                change(fields, "authorizationNumber", name -> fields.text(name, RequestedValues.NUMBER_LENGTH_MAX)),
                change(fields, "payerReference", name -> fields.text(name, RequestedValues.REFERENCE_LENGTH_MAX)),
                change(fields, "payerId", name -> fields.text(name, PAYER_LENGTH_MAX)
                        .map(PayerId::new)),
                required(fields, "startDate", isPatch, fields::date),
                change(fields, "endDate", fields::date),
                required(fields, "allottedUnits", isPatch, fields::units),
                required(fields, "remainingUnits", isPatch, fields::units),
                change(fields, "unitAlertLevel", fields::units),
                change(fields, "expirationAlertDays", name -> fields.integer(name, 0, ALERT_DAYS_MAX)),
                unmanaged);
    }

    private static <T> Change<T> change(Fields fields, String name, Function<String, Optional<T>> read) {
        return fields.isNull(name)
                ? Change.clear()
                : read.apply(name).map(Change::set).orElse(Change.keep());
    }

    /** A field that is never blank: in a patch {@code null} is refused, in an add it is as good as left out. */
    private static <T> Change<T> required(
            Fields fields, String name, boolean isPatch, Function<String, Optional<T>> read) {
        Change<T> change = change(fields, name, read);
        if (!change.isClear()) {
            return change;
        }
        return isPatch ? refuseNull(fields, name) : Change.keep();
    }

    private static <T> Change<T> refuseNull(Fields fields, String name) {
        fields.wrong(name, NOT_CLEARABLE);
        return Change.keep();
    }

    private static Change<Boolean> unmanagedOrNotApplicable(Fields fields) {
        JsonNode node = fields.raw("unmanaged");
        if (node == null || (node.isString() && node.stringValue().equals("NA"))) {
            return Change.keep();
        }
        if (node.isBoolean()) {
            return Change.set(node.booleanValue());
        }
        fields.wrong("unmanaged", "is \"NA\" (the code's own flag), true or false");
        return Change.keep();
    }
}
