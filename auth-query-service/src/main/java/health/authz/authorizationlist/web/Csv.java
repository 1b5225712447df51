package health.authz.authorizationlist.web;

import health.authz.authorizationlist.view.AuthorizationRow;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows as CSV. A text that a spreadsheet would run as a formula gets an apostrophe before it. */
final class Csv {
    private static final String FORMULA_BEGINNINGS = "=+-@\t\r";
    static final String HEADER = "authorizationId,systemAuthNo,clientId,clientName,divisionIds,billingCode,payerId,"
            + "authorizationNumber,payerReference,startDate,endDate,allottedUnits,remainingUnits,pendingUnits,"
            + "consumedUnits,unitAlertLevel,expirationAlertDays,unmanaged,status,badges,operationId,seq";

    private Csv() {}

    static String line(AuthorizationRow row) {
        List<@Nullable Object> cells = Arrays.asList(
                row.authorizationId(),
                row.systemAuthNo(),
                row.clientId(),
                row.clientName(),
                String.join(" ", row.divisionIds()),
                row.billingCode(),
                row.payerId(),
                row.authorizationNumber(),
                row.payerReference(),
                row.startDate(),
                row.endDate(),
                row.allottedUnits(),
                row.remainingUnits(),
                row.pendingUnits(),
                row.consumedUnits(),
                row.unitAlertLevel(),
                row.expirationAlertDays(),
                row.unmanaged(),
                row.status(),
                String.join(" ", row.badges()),
                row.operationId(),
                row.seq());
        Stream<@Nullable Object> all = cells.stream();
        return all.map(Csv::cell).collect(Collectors.joining(","));
    }

    static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        if (!(value instanceof String text)) {
            return value.toString();
        }
        String safe = !text.isEmpty() && FORMULA_BEGINNINGS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return safe.chars().anyMatch(each -> ",\"\n\r".indexOf(each) >= 0)
                ? "\"" + safe.replace("\"", "\"\"") + "\""
                : safe;
    }
}
