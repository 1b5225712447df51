package health.authz.authorizationlist.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import health.authz.directorylist.view.Days;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** One line of the master list, as it is shown on a day. */
@JsonInclude
public record AuthorizationRow(
        String authorizationId,
        long systemAuthNo,
        String clientId,
        @Nullable String clientName,
        List<String> divisionIds,
        String billingCode,
        @Nullable String payerId,
        @Nullable String authorizationNumber,
        @Nullable String payerReference,
        String startDate,
        @Nullable String endDate,
        @Nullable BigDecimal allottedUnits,
        @Nullable BigDecimal remainingUnits,
        @Nullable BigDecimal pendingUnits,
        @Nullable BigDecimal consumedUnits,
        @Nullable BigDecimal unitAlertLevel,
        @Nullable Integer expirationAlertDays,
        boolean unmanaged,
        String status,
        List<String> badges,
        @Nullable String operationId,
        long seq) {

    public static AuthorizationRow of(Document row, Days days) {
        LocalDate day = days.of(row.get("firstDivision", ""));
        Status status = Status.of(row, day);
        return new AuthorizationRow(
                row.getString("_id"),
                row.get("systemAuthNo", Number.class).longValue(),
                row.getString("clientId"),
                row.getString("clientName"),
                row.getList("divisionIds", String.class),
                row.getString("billingCode"),
                row.getString("payerId"),
                row.getString("number"),
                row.getString("payerReference"),
                row.getString("start"),
                row.getString("end"),
                units(row, "allotted"),
                units(row, "remaining"),
                units(row, "pending"),
                units(row, "consumed"),
                units(row, "unitAlertLevel"),
                row.getInteger("expirationAlertDays"),
                row.getBoolean("unmanaged"),
                status.name(),
                badges(row, status, day),
                row.getString("operationId"),
                row.get("seq", Number.class).longValue());
    }

    private static @Nullable BigDecimal units(Document row, String field) {
        Number hundredths = row.get(field, Number.class);
        if (hundredths == null) {
            return null;
        }
        BigDecimal plain = BigDecimal.valueOf(hundredths.longValue(), 2).stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    private static List<String> badges(Document row, Status status, LocalDate day) {
        List<String> badges = new ArrayList<>();
        if (status == Status.VOIDED || status == Status.INACTIVE) {
            return badges;
        }
        String end = row.getString("end");
        Integer alertDays = row.getInteger("expirationAlertDays");
        if (status != Status.EXPIRED
                && end != null
                && alertDays != null
                && ChronoUnit.DAYS.between(day, LocalDate.parse(end)) <= alertDays) {
            badges.add("EXPIRING_SOON");
        }
        Number remaining = row.get("remaining", Number.class);
        Number level = row.get("unitAlertLevel", Number.class);
        if ((status == Status.ACTIVE || status == Status.EXHAUSTED)
                && remaining != null
                && level != null
                && remaining.longValue() <= level.longValue()) {
            badges.add("LOW_UNITS");
        }
        if (row.getString("number") == null && row.getString("payerId") != null) {
            badges.add("AWAITING_NUMBER");
        }
        if (remaining != null && remaining.longValue() < 0) {
            badges.add("OVERUSED");
        }
        return badges;
    }
}
