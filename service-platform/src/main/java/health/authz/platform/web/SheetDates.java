package health.authz.platform.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the dates of a sheet are written. {@code 2026-12-31} is always read; with a pattern such as {@code MM/dd/yyyy} or {@code dd.MM.yyyy} so
 * is what a spreadsheet makes of it: days and months of one digit or two, and midnight behind the day. Years have four digits.
 */
public final class SheetDates {
    /** Without a pattern. */
    public static final SheetDates ISO = new SheetDates(null, null);

    public static final int PATTERN_LENGTH_MAX = 20;
    public static final String PATTERN_BOUND =
            "names day (d or dd), month (M, MM or MMM) and year (yyyy) once each, as in MM/dd/yyyy or dd.MM.yyyy";
    private static final Pattern PARTS = Pattern.compile("dd?|MM?M?|yyyy|[-/. ,]+");
    private static final String MIDNIGHT = "(?:[ T]0{1,2}:00(?::00(?:\\.0+)?)?Z?| 12:00(?::00)? ?(?i:AM))?";
    private static final Pattern ISO_DATE = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})" + MIDNIGHT);
    private static final Pattern WRITTEN_OTHERWISE =
            Pattern.compile("\\d{1,4}[-/. ](\\d{1,2}|\\p{L}{3})[-/. ]\\d{1,4}.*");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private final @Nullable String pattern;
    private final @Nullable Pattern form;

    private SheetDates(@Nullable String pattern, @Nullable Pattern form) {
        this.pattern = pattern;
        this.form = form;
    }

    /** Empty if this is no pattern that names each of day, month and year once, or could be taken for {@code 2026-12-31}. */
    public static Optional<SheetDates> of(String pattern) {
        if (pattern.length() > PATTERN_LENGTH_MAX) {
            return Optional.empty();
        }
        Matcher parts = PARTS.matcher(pattern);
        StringBuilder form = new StringBuilder();
        StringBuilder named = new StringBuilder();
        int end = 0;
        while (parts.lookingAt()) {
            String part = parts.group();
            named.append(Character.isLetter(part.charAt(0)) ? part.substring(0, 1) : "-");
            form.append(
                    switch (part) {
                        case "d", "dd" -> "(?<d>\\d{1,2})";
                        case "M", "MM" -> "(?<M>\\d{1,2})";
                        case "MMM" -> "(?<M>\\p{L}{3})\\.?";
                        case "yyyy" -> "(?<y>\\d{4})";
                        default -> Pattern.quote(part);
                    });
            end = parts.end();
            parts.region(end, pattern.length());
        }
        boolean isWhole = end == pattern.length() && named.toString().matches("d-M-y|M-d-y|y-M-d|y-d-M");
        boolean isDoubtful = named.toString().equals("y-d-M") && pattern.contains("-");
        return isWhole && !isDoubtful
                ? Optional.of(new SheetDates(pattern, Pattern.compile(form + MIDNIGHT)))
                : Optional.empty();
    }

    /** The same date as {@code 2026-12-31}; empty if it is none. */
    public Optional<String> iso(String cell) {
        Matcher iso = ISO_DATE.matcher(cell);
        if (iso.matches()) {
            return Optional.of(iso.group(1));
        }
        Matcher own = form == null ? null : form.matcher(cell);
        if (own == null || !own.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.of(
                            Integer.parseInt(own.group("y")), month(own.group("M")), Integer.parseInt(own.group("d")))
                    .toString());
        } catch (DateTimeException notOfTheCalendar) {
            return Optional.empty();
        }
    }

    private static int month(String text) {
        return Character.isDigit(text.charAt(0))
                ? Integer.parseInt(text)
                : MONTHS.indexOf(text.toLowerCase(Locale.ROOT)) + 1;
    }

    /** What is wrong with a cell that is none of the dates read here, and the way out. */
    public String problem(String cell) {
        if (pattern != null) {
            return "is a date of the calendar written as " + pattern + " or as 2026-12-31, the year with four digits";
        }
        return WRITTEN_OTHERWISE.matcher(cell).matches()
                ? "is a date of the calendar such as 2026-12-31; say how the file writes dates, as in ?dateFormat=MM/dd/yyyy"
                : "is a date of the calendar such as \"2026-12-31\"";
    }
}
