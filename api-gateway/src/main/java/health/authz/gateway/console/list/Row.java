package health.authz.gateway.console.list;

import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Names;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One authorization as a line of a list. */
public record Row(
        String id,
        String clientId,
        String clientName,
        String divisions,
        String code,
        String codeText,
        String payer,
        String number,
        String start,
        String end,
        String endText,
        String status,
        List<String> badges,
        @Nullable Bars bars) {
    /**
     * Units used beside time elapsed, each in hundredths of the bar.
     *
     * @param ahead units go faster than time, by enough to be told
     */
    public record Bars(int used, int elapsed, String left, String allotted, boolean ahead, boolean over) {}

    private static final int AHEAD_BY = 15;
    private static final String SAID_BY_THE_NUMBER = "AWAITING_NUMBER";

    static Row of(JsonNode row, Names names, Formats f, LocalDate today) {
        String start = text(row, "startDate");
        String end = text(row, "endDate");
        return new Row(
                text(row, "authorizationId"),
                text(row, "clientId"),
                text(row, "clientName").isEmpty() ? text(row, "clientId") : text(row, "clientName"),
                row.path("divisionIds")
                        .valueStream()
                        .map(each -> names.division(each.asString("")))
                        .collect(Collectors.joining(", ")),
                text(row, "billingCode"),
                names.code(text(row, "billingCode")),
                names.payer(text(row, "payerId")),
                text(row, "authorizationNumber"),
                f.date(start),
                end.isEmpty() ? "No end" : f.date(end),
                left(end, today, f),
                text(row, "status"),
                row.path("badges")
                        .valueStream()
                        .map(each -> each.asString(""))
                        .filter(each -> !each.equals(SAID_BY_THE_NUMBER))
                        .toList(),
                bars(row, start, end, f, today));
    }

    private static String left(String end, LocalDate today, Formats f) {
        if (end.isEmpty()) {
            return "";
        }
        long days = ChronoUnit.DAYS.between(today, LocalDate.parse(end));
        return days < 0
                ? f.count(-days, "day ago", "days ago")
                : days == 0 ? "today" : f.count(days, "day left", "days left");
    }

    private static @Nullable Bars bars(JsonNode row, String start, String end, Formats f, LocalDate today) {
        if (row.path("unmanaged").asBoolean(false)
                || !row.path("remainingUnits").isNumber()) {
            return null;
        }
        double allotted = row.path("allottedUnits").asDouble(0);
        double remaining = row.path("remainingUnits").asDouble(0);
        int used = allotted == 0 ? 100 : percent((allotted - remaining) / allotted);
        int elapsed = elapsed(start, end, today);
        return new Bars(
                used,
                elapsed,
                f.number(row.path("remainingUnits")),
                f.number(row.path("allottedUnits")),
                used > elapsed + AHEAD_BY,
                remaining < 0);
    }

    private static int elapsed(String start, String end, LocalDate today) {
        if (end.isEmpty()) {
            return 0;
        }
        LocalDate first = LocalDate.parse(start);
        long days = ChronoUnit.DAYS.between(first, LocalDate.parse(end)) + 1;
        return percent((double) ChronoUnit.DAYS.between(first, today) / Math.max(1, days));
    }

    private static int percent(double share) {
        return (int) Math.max(0, Math.min(100, Math.round(share * 100)));
    }

    private static String text(JsonNode row, String name) {
        return row.path(name).asString("");
    }
}
