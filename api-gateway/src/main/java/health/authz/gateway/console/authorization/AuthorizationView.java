package health.authz.gateway.console.authorization;

import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Names;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The facts of one authorization as a screen shows them.
 *
 * @param usedShare of allotted units, 0 to 100; {@code null} where nothing counts down
 * @param elapsedShare of the days between start and end, 0 to 100; {@code null} without an end
 */
public record AuthorizationView(
        String id,
        long systemAuthNo,
        String clientId,
        String clientName,
        String billingCode,
        String codeDescription,
        String unitLabel,
        @Nullable String payerId,
        String payerName,
        List<String> divisions,
        @Nullable String number,
        @Nullable String reference,
        @Nullable String start,
        @Nullable String end,
        @Nullable BigDecimal allotted,
        @Nullable BigDecimal remaining,
        @Nullable BigDecimal pending,
        @Nullable BigDecimal consumed,
        @Nullable BigDecimal alertLevel,
        @Nullable BigDecimal alertDays,
        boolean unmanaged,
        String status,
        List<String> badges,
        @Nullable String operationId,
        long seq,
        @Nullable Integer usedShare,
        @Nullable Integer elapsedShare) {

    public static AuthorizationView of(JsonNode row, JsonNode code, Names names, LocalDate today) {
        String payer = Facts.text(row, "payerId");
        LocalDate start = Facts.date(row, "startDate");
        LocalDate end = Facts.date(row, "endDate");
        BigDecimal allotted = Facts.number(row, "allottedUnits");
        BigDecimal remaining = Facts.number(row, "remainingUnits");
        String client = Facts.given(row, "clientId");
        String clientName = Facts.text(row, "clientName");
        return new AuthorizationView(
                Facts.given(row, "authorizationId"),
                Facts.count(row, "systemAuthNo"),
                client,
                clientName == null ? client : clientName,
                Facts.given(row, "billingCode"),
                Facts.given(code, "description"),
                Facts.given(code, "unitLabel"),
                payer,
                payer == null ? "" : names.of("payers", payer),
                names.of("divisions", Facts.texts(row, "divisionIds")),
                Facts.text(row, "authorizationNumber"),
                Facts.text(row, "payerReference"),
                Facts.text(row, "startDate"),
                Facts.text(row, "endDate"),
                allotted,
                remaining,
                Facts.number(row, "pendingUnits"),
                Facts.number(row, "consumedUnits"),
                Facts.number(row, "unitAlertLevel"),
                Facts.number(row, "expirationAlertDays"),
                Facts.flag(row, "unmanaged"),
                Facts.given(row, "status"),
                Facts.texts(row, "badges"),
                Facts.text(row, "operationId"),
                Facts.count(row, "seq"),
                used(allotted, remaining),
                elapsed(start, end, today));
    }

    public boolean voided() {
        return status.equals("VOIDED");
    }

    public boolean inactive() {
        return status.equals("INACTIVE");
    }

    private static @Nullable Integer used(@Nullable BigDecimal allotted, @Nullable BigDecimal remaining) {
        if (allotted == null || remaining == null || allotted.signum() == 0) {
            return null;
        }
        BigDecimal share = allotted.subtract(remaining).divide(allotted, MathContext.DECIMAL32);
        return Math.clamp(Math.round(share.doubleValue() * 100), 0, 100);
    }

    private static @Nullable Integer elapsed(@Nullable LocalDate start, @Nullable LocalDate end, LocalDate today) {
        if (start == null || end == null) {
            return null;
        }
        long days = ChronoUnit.DAYS.between(start, end) + 1;
        long gone = ChronoUnit.DAYS.between(start, today);
        return days <= 0 ? null : Math.clamp(Math.round(gone * 100.0 / days), 0, 100);
    }
}
