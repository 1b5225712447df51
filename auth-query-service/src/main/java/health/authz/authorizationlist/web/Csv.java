package health.authz.authorizationlist.web;

import health.authz.authorizationlist.view.AuthorizationRow;
import health.authz.platform.web.CsvCells;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows as CSV. */
final class Csv {
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
        return cells.stream().map(CsvCells::cell).collect(Collectors.joining(","));
    }
}
