package health.authz.authorization.domain;

import static health.authz.authorization.domain.Change.keep;

import health.authz.events.PayerId;
import health.authz.events.Units;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a person fills in, singly or in bulk, to add or to change: the same form, the same meaning.
 *
 * @param authorizationNumber the payer's number, 1 to 50 characters
 * @param payerReference call or portal reference, 1 to 100 characters
 * @param startDate first usable service date, inclusive
 * @param endDate last usable service date, inclusive
 * @param allottedUnits 0 or more
 * @param remainingUnits 0 or more
 * @param unitAlertLevel 0 or more
 * @param expirationAlertDays 0 or more days before the end date
 * @param unmanaged keep = "NA": the code's own flag on add, unchanged on update
 * @throws IllegalArgumentException if a value is out of these bounds
 */
public record RequestedValues(
        Change<String> authorizationNumber,
        Change<String> payerReference,
        Change<PayerId> payerId,
        Change<LocalDate> startDate,
        Change<LocalDate> endDate,
        Change<Units> allottedUnits,
        Change<Units> remainingUnits,
        Change<Units> unitAlertLevel,
        Change<Integer> expirationAlertDays,
        Change<Boolean> unmanaged) {
    public static final int NUMBER_LENGTH_MAX = 50;
    public static final int REFERENCE_LENGTH_MAX = 100;

    public static final RequestedValues NOTHING =
            new RequestedValues(keep(), keep(), keep(), keep(), keep(), keep(), keep(), keep(), keep(), keep());

    public RequestedValues {
        text("authorizationNumber", authorizationNumber, NUMBER_LENGTH_MAX);
        text("payerReference", payerReference, REFERENCE_LENGTH_MAX);
        notNegative("allottedUnits", allottedUnits);
        notNegative("remainingUnits", remainingUnits);
        notNegative("unitAlertLevel", unitAlertLevel);
        if (expirationAlertDays instanceof Change.Set<Integer> days && days.value() < 0) {
            throw new IllegalArgumentException("expirationAlertDays is 0 or more");
        }
    }

    /** Nothing is asked. */
    public boolean isEmpty() {
        return Stream.of(
                        authorizationNumber,
                        payerReference,
                        payerId,
                        startDate,
                        endDate,
                        allottedUnits,
                        remainingUnits,
                        unitAlertLevel,
                        expirationAlertDays,
                        unmanaged)
                .allMatch(Change::isKeep);
    }

    /** Sets units or the unmanaged flag: then any event since makes the row stale (rule B-7). */
    public boolean setsUnitsOrUnmanaged() {
        return !(allottedUnits.isKeep() && remainingUnits.isKeep() && unmanaged.isKeep());
    }

    /** Holds steps, which only a row turns into values. */
    public boolean moves() {
        return startDate.isMove() || endDate.isMove() || allottedUnits.isMove();
    }

    /** With each step made from what is there; from blank it leaves the field as it is. */
    RequestedValues moved(Definition now, @Nullable Units allotted) {
        return new RequestedValues(
                authorizationNumber,
                payerReference,
                payerId,
                startDate.isMove() ? set(startDate.appliedTo(now.startDate())) : startDate,
                endDate.isMove() ? set(endDate.appliedTo(now.endDate())) : endDate,
                allottedUnits.isMove() ? set(allottedUnits.appliedTo(allotted)) : allottedUnits,
                remainingUnits,
                unitAlertLevel,
                expirationAlertDays,
                unmanaged);
    }

    private static <T> Change<T> set(@Nullable T value) {
        return value == null ? keep() : Change.set(value);
    }

    /** The same, with the end left as it is. */
    RequestedValues withoutEnd() {
        return new RequestedValues(
                authorizationNumber,
                payerReference,
                payerId,
                startDate,
                keep(),
                allottedUnits,
                remainingUnits,
                unitAlertLevel,
                expirationAlertDays,
                unmanaged);
    }

    /** For each field this, unless it keeps: then what the next layer says (rule B-8). */
    public RequestedValues over(RequestedValues next) {
        return new RequestedValues(
                authorizationNumber.over(next.authorizationNumber),
                payerReference.over(next.payerReference),
                payerId.over(next.payerId),
                startDate.over(next.startDate),
                endDate.over(next.endDate),
                allottedUnits.over(next.allottedUnits),
                remainingUnits.over(next.remainingUnits),
                unitAlertLevel.over(next.unitAlertLevel),
                expirationAlertDays.over(next.expirationAlertDays),
                unmanaged.over(next.unmanaged));
    }

    private static void text(String field, Change<String> change, int lengthMax) {
        if (change instanceof Change.Set<String> set
                && (set.value().isBlank()
                        || set.value().length() > lengthMax
                        || !set.value().strip().equals(set.value()))) {
            throw new IllegalArgumentException(
                    field + " takes 1 to " + lengthMax + " characters without surrounding blanks");
        }
    }

    private static void notNegative(String field, Change<Units> change) {
        if (change instanceof Change.Set<Units> set && set.value().isNegative()) {
            throw new IllegalArgumentException(field + " is 0 or more");
        }
    }
}
