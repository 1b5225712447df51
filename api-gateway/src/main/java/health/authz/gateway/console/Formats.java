package health.authz.gateway.console;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import tools.jackson.databind.JsonNode;

/**
 * Numbers as the reader's locale writes them, dates as the organisation does. Where something is confirmed a date is said
 * with the month's name, because 03/04 is two days.
 */
public final class Formats {
    private static final String NOTHING = "–";
    private static final DateTimeFormatter IN_WORDS = DateTimeFormatter.ofPattern("MMMM d, yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter DATED = DateTimeFormatter.ofPattern("MMM d, yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("MMM d, yyyy, HH:mm z", Locale.ENGLISH);
    private final Locale locale;
    private final String datePattern;
    private final DateTimeFormatter date;
    private final ZoneId zone;

    /** @param zone that moments are told in; each says which it is */
    public Formats(Locale locale, String datePattern, ZoneId zone) {
        this.locale = locale;
        this.datePattern = datePattern;
        this.date = DateTimeFormatter.ofPattern(datePattern, locale);
        this.zone = zone;
    }

    /** How the organisation writes a date, such as {@code MM/dd/yyyy}. */
    public String datePattern() {
        return datePattern;
    }

    /** The formats that every page of the console has in its model. */
    public static Formats in(Model page) {
        return Objects.requireNonNull((Formats) page.getAttribute("f"));
    }

    public String number(@Nullable Number number) {
        return number == null ? NOTHING : NumberFormat.getNumberInstance(locale).format(number);
    }

    public String number(JsonNode number) {
        return number.isNumber() ? number(number.decimalValue()) : NOTHING;
    }

    /** So many of something, in the number that fits. */
    public String count(long count, String one, String many) {
        return number(count) + " " + (count == 1 ? one : many);
    }

    /** An ISO date; anything else is shown as it is. */
    public String date(@Nullable String iso) {
        return said(iso, date);
    }

    /** With the month's name, for narrow places. */
    public String dated(@Nullable String iso) {
        return said(iso, DATED);
    }

    public String inWords(@Nullable String iso) {
        return said(iso, IN_WORDS);
    }

    private static String said(@Nullable String iso, DateTimeFormatter format) {
        if (iso == null || iso.isBlank()) {
            return NOTHING;
        }
        try {
            return LocalDate.parse(iso).format(format);
        } catch (DateTimeParseException notADate) {
            return iso;
        }
    }

    /** A moment, to the minute, with the zone it is told in: {@code Nov 24, 2026, 17:30 EST}. */
    public String moment(@Nullable String instant) {
        if (instant == null || instant.isBlank()) {
            return NOTHING;
        }
        try {
            return MOMENT.withZone(zone).format(Instant.parse(instant));
        } catch (DateTimeParseException notAMoment) {
            return instant;
        }
    }

    /** Where a day of the reader's begins. */
    public Instant begin(LocalDate day) {
        return day.atStartOfDay(zone).toInstant();
    }

    /** The reader's day of a moment. */
    public LocalDate dayOf(Instant moment) {
        return LocalDate.ofInstant(moment, zone);
    }

    /** The reader's day. */
    public LocalDate today(Clock clock) {
        return LocalDate.now(clock.withZone(zone));
    }

    /** A duration in the words of somebody who waits. */
    public String duration(long seconds) {
        if (seconds < 60) {
            return count(Math.max(1, seconds), "second", "seconds");
        }
        return seconds < 3_600
                ? count(Math.round(seconds / 60.0), "minute", "minutes")
                : count(Math.round(seconds / 3_600.0), "hour", "hours");
    }

    /** A field's value as a person reads it in a list of changes. */
    public String value(String field, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "blank";
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "Yes" : "No";
        }
        if (value.isNumber()) {
            return number(new BigDecimal(value.asString()));
        }
        return field.endsWith("Date") ? inWords(value.asString()) : value.asString();
    }
}
