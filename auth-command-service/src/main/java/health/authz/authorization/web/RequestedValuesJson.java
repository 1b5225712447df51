package health.authz.authorization.web;

import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.NumberDamage;
import health.authz.authorization.domain.RequestedValues;
import health.authz.authorization.domain.Step;
import health.authz.events.PayerId;
import health.authz.events.Units;
import health.authz.platform.web.Fields;
import java.time.LocalDate;
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
    private static final int STEP_DAYS_MAX = 3_650;
    private static final String NO_STEP =
            "takes a value; steps such as {\"%s\": %s} are for updates of listed authorizations";
    private static final String DESTROYED =
            "is \"%s\", which a spreadsheet or a program put in place of what the payer gave; format the column as text and enter it"
                    + " anew, or leave it out";
    private static final String NOT_CLEARABLE = "cannot be null; leave it out to keep it, or give a value";

    private RequestedValuesJson() {}

    /** Values of an add: left out and {@code null} ask the next layer for dates and units, {@code null} = none elsewhere. */
    public static RequestedValues values(Fields fields) {
        return read(fields, unmanagedOrNotApplicable(fields), Form.ADD);
    }

    /** A merge patch (RFC 7396): absent = unchanged, {@code null} = clear, value = set. */
    public static RequestedValues patch(Fields fields) {
        return patch(fields, Form.PATCH_OF_ONE);
    }

    /**
     * The same for listed authorizations, where dates and allotted units may also move by a step: {@code {"addDays": 30}},
     * {@code {"add": 6}}. A patch of one has no steps: repeated with {@code If-Match: *} it would move twice.
     */
    public static RequestedValues patchOfMany(Fields fields) {
        return patch(fields, Form.PATCH_OF_MANY);
    }

    private static RequestedValues patch(Fields fields, Form form) {
        Change<Boolean> unmanaged = change(fields, "unmanaged", fields::flag);
        return read(fields, unmanaged.isClear() ? refuseNull(fields, "unmanaged") : unmanaged, form);
    }

    /** Where values stand, which decides about {@code null} and steps. */
    private enum Form {
        ADD,
        PATCH_OF_ONE,
        PATCH_OF_MANY
    }

    private static RequestedValues read(Fields fields, Change<Boolean> unmanaged, Form form) {
        boolean isPatch = form != Form.ADD;
        return new RequestedValues(
                change(
                        fields,
                        "authorizationNumber",
                        name -> undamaged(fields, name, RequestedValues.NUMBER_LENGTH_MAX)),
                change(fields, "payerReference", name -> undamaged(fields, name, RequestedValues.REFERENCE_LENGTH_MAX)),
                change(fields, "payerId", name -> fields.text(name, PAYER_LENGTH_MAX)
                        .map(PayerId::new)),
                isStep(fields, "startDate")
                        ? days(fields, "startDate", form)
                        : required(fields, "startDate", isPatch, fields::date),
                isStep(fields, "endDate") ? days(fields, "endDate", form) : change(fields, "endDate", fields::date),
                isStep(fields, "allottedUnits")
                        ? more(fields, "allottedUnits", form)
                        : required(fields, "allottedUnits", isPatch, fields::units),
                required(fields, "remainingUnits", isPatch, fields::units),
                change(fields, "unitAlertLevel", fields::units),
                change(fields, "expirationAlertDays", name -> fields.integer(name, 0, ALERT_DAYS_MAX)),
                unmanaged);
    }

    /** A payer's number as it was given; what a spreadsheet or a program put in its place is refused (rule B-35). */
    static Optional<String> undamaged(Fields fields, String name, int lengthMax) {
        return fields.text(name, lengthMax)
                .flatMap(text -> NumberDamage.isDestroyed(text)
                        ? fields.wrong(name, DESTROYED.formatted(text))
                        : Optional.of(text));
    }

    private static boolean isStep(Fields fields, String name) {
        JsonNode node = fields.raw(name);
        return node != null && node.isObject();
    }

    private static Change<LocalDate> days(Fields fields, String name, Form form) {
        return step(fields, name, form, NO_STEP.formatted("addDays", 30), step -> {
            Optional<Integer> days = step.integer("addDays", -STEP_DAYS_MAX, STEP_DAYS_MAX);
            return days.isEmpty()
                    ? step.missing("addDays", Optional.empty())
                    : days.get() == 0 ? notZero(step, "addDays") : days.map(Step.Days::new);
        });
    }

    private static Change<Units> more(Fields fields, String name, Form form) {
        return step(fields, name, form, NO_STEP.formatted("add", 6), step -> {
            Optional<Units> units = step.moreUnits("add");
            return units.isEmpty()
                    ? step.missing("add", Optional.empty())
                    : units.get().isZero() ? notZero(step, "add") : units.map(Step.More::new);
        });
    }

    private static <T> Change<T> step(
            Fields fields, String name, Form form, String refusal, Function<Fields, Optional<? extends Step<T>>> read) {
        if (form != Form.PATCH_OF_MANY) {
            fields.wrong(name, refusal);
            return Change.keep();
        }
        Optional<? extends Step<T>> step = fields.object(name).flatMap(read);
        return step.isPresent() ? Change.move(step.get()) : Change.keep();
    }

    private static <T> Optional<T> notZero(Fields step, String name) {
        return step.wrong(name, "is not 0; leave the field out to keep it as it is");
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
