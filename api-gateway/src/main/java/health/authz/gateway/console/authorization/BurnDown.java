package health.authz.gateway.console.authorization;

import health.authz.gateway.console.Formats;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Glossary;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How the units of a managed authorization went down, as a drawing and as the table beside it.
 *
 * <p>The line steps at the moment of each event and says what the events say; between the first and the last service date
 * a second, dashed line shows even use, so that one sees whether the units last. Coordinates are those of a drawing of
 * {@value #WIDTH} by {@value #HEIGHT}.
 *
 * @param path the stepping line, as an SVG path
 * @param today where today lies; {@code null} outside the drawing
 * @param summary one sentence for those who do not see the drawing
 */
public record BurnDown(
        String path,
        String area,
        @Nullable Even even,
        List<Tick> across,
        List<Tick> up,
        @Nullable String today,
        String summary,
        List<Row> rows) {
    static final int WIDTH = 640;
    static final int HEIGHT = 240;
    private static final int LEFT = 48;
    private static final int RIGHT = WIDTH - 16;
    private static final int TOP = 16;
    private static final int BOTTOM = HEIGHT - 32;

    /** From where to where even use would go. */
    public record Even(String x1, String y1, String x2, String y2) {}

    /** A mark on an axis. */
    public record Tick(String at, String label, String anchor) {}

    /**
     * A line of the table: what happened and the totals that resulted.
     *
     * @param day of the reader's, as the API writes one
     */
    public record Row(
            @Nullable Instant at,
            @Nullable String day,
            String what,
            @Nullable BigDecimal remaining,
            @Nullable BigDecimal pending,
            @Nullable BigDecimal consumed) {}

    public int width() {
        return WIDTH;
    }

    public int height() {
        return HEIGHT;
    }

    public int left() {
        return LEFT;
    }

    public int right() {
        return RIGHT;
    }

    public int top() {
        return TOP;
    }

    public int bottom() {
        return BOTTOM;
    }

    /** {@code null} where nothing counts down: unmanaged, or a history without totals. */
    static @Nullable BurnDown of(JsonNode authorization, List<JsonNode> history, LocalDate today, Formats formats) {
        List<Row> rows = rows(history, formats);
        LocalDate start = Facts.date(authorization, "startDate");
        if (Facts.flag(authorization, "unmanaged") || rows.isEmpty() || start == null) {
            return null;
        }
        return new Drawing(
                        rows,
                        start,
                        Facts.date(authorization, "endDate"),
                        allotted(authorization, history),
                        today,
                        formats)
                .drawn();
    }

    private static BigDecimal allotted(JsonNode authorization, List<JsonNode> history) {
        BigDecimal most = BigDecimal.ONE;
        BigDecimal now = Facts.number(authorization, "allottedUnits");
        if (now != null) {
            most = most.max(now);
        }
        for (JsonNode item : history) {
            for (JsonNode change : item.path("changes")) {
                BigDecimal after = Facts.number(change, "after");
                if (Facts.given(change, "field").equals("allottedUnits") && after != null) {
                    most = most.max(after);
                }
            }
        }
        return most;
    }

    /** The events that moved units, each with the totals after it. */
    private static List<Row> rows(List<JsonNode> history, Formats formats) {
        List<Row> rows = new ArrayList<>();
        BigDecimal remaining = null;
        BigDecimal pending = null;
        BigDecimal consumed = null;
        for (JsonNode item : history) {
            boolean moved = false;
            for (JsonNode change : item.path("changes")) {
                BigDecimal after = Facts.number(change, "after");
                switch (Facts.given(change, "field")) {
                    case "remainingUnits" -> {
                        remaining = after;
                        moved = true;
                    }
                    case "pendingUnits" -> {
                        pending = after;
                        moved = true;
                    }
                    case "consumedUnits" -> {
                        consumed = after;
                        moved = true;
                    }
                    default -> {}
                }
            }
            if (moved && remaining != null) {
                Instant at = moment(Facts.text(item, "recordedAt"));
                rows.add(new Row(
                        at,
                        at == null ? null : formats.dayOf(at).toString(),
                        Glossary.event(Facts.given(item, "type")),
                        remaining,
                        pending,
                        consumed));
            }
        }
        return rows;
    }

    /** The arithmetic of one drawing. */
    private static final class Drawing {
        private final List<Row> rows;
        private final LocalDate start;
        private final @Nullable LocalDate end;
        private final BigDecimal most;
        private final LocalDate today;
        private final Formats formats;
        private final Instant from;
        private final Instant to;

        Drawing(
                List<Row> rows,
                LocalDate start,
                @Nullable LocalDate end,
                BigDecimal most,
                LocalDate today,
                Formats formats) {
            this.rows = rows;
            this.start = start;
            this.end = end;
            this.most = most;
            this.today = today;
            this.formats = formats;
            this.from = begin(start);
            Instant last = begin((end == null || end.isBefore(today) ? today : end).plusDays(1));
            this.to = last.isAfter(from) ? last : from.plus(1, ChronoUnit.DAYS);
        }

        BurnDown drawn() {
            StringBuilder path = new StringBuilder();
            BigDecimal before = rows.getFirst().remaining();
            path.append("M").append(LEFT).append(' ').append(y(before));
            for (Row row : rows) {
                path.append(" H").append(x(row.at())).append(" V").append(y(row.remaining()));
            }
            String now = x(begin(end != null && end.isBefore(today) ? end.plusDays(1) : today.plusDays(1)));
            path.append(" H").append(now);
            return new BurnDown(
                    path.toString(),
                    path + " V" + BOTTOM + " H" + LEFT + " Z",
                    even(),
                    across(),
                    up(),
                    today.isBefore(start) || begin(today).isAfter(to) ? null : x(begin(today)),
                    summary(),
                    rows);
        }

        private @Nullable Even even() {
            return end == null
                    ? null
                    : new Even(x(from), y(rows.getFirst().remaining()), x(begin(end.plusDays(1))), y(BigDecimal.ZERO));
        }

        private List<Tick> across() {
            List<Tick> ticks = new ArrayList<>();
            ticks.add(new Tick(x(from), formats.date(start.toString()), "start"));
            LocalDate last = end == null ? today : end;
            ticks.add(new Tick(x(begin(last.plusDays(1))), formats.date(last.toString()), "end"));
            return ticks;
        }

        private List<Tick> up() {
            BigDecimal half = most.divide(BigDecimal.valueOf(2), 2, RoundingMode.HALF_UP);
            return List.of(
                    new Tick(y(BigDecimal.ZERO), "0", "end"),
                    new Tick(y(half), formats.number(half), "end"),
                    new Tick(y(most), formats.number(most), "end"));
        }

        private String summary() {
            Row last = rows.getLast();
            String left = formats.number(last.remaining());
            String ends = end == null ? "" : " The last service date is " + formats.inWords(end.toString()) + ".";
            return left + " of " + formats.number(most) + " units remain after "
                    + formats.count(rows.size(), "event", "events") + " that moved units." + ends;
        }

        private String x(@Nullable Instant at) {
            if (at == null) {
                return Integer.toString(LEFT);
            }
            double share = (double) ChronoUnit.SECONDS.between(from, at) / ChronoUnit.SECONDS.between(from, to);
            return coordinate(LEFT + (RIGHT - LEFT) * Math.clamp(share, 0, 1));
        }

        private String y(@Nullable BigDecimal units) {
            double share = units == null ? 0 : units.doubleValue() / most.doubleValue();
            return coordinate(BOTTOM - (BOTTOM - TOP) * Math.clamp(share, 0, 1));
        }

        private static String coordinate(double value) {
            return String.format(Locale.ROOT, "%.1f", value);
        }

        private Instant begin(LocalDate day) {
            return formats.begin(day);
        }
    }

    private static @Nullable Instant moment(@Nullable String at) {
        return at == null ? null : Facts.instant(at);
    }
}
