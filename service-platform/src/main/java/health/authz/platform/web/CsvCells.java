package health.authz.platform.web;

import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Cells of a CSV file (RFC 4180) that people open in a spreadsheet and send back. A text that the spreadsheet would run as a
 * formula, or take for a number or a date and write otherwise, gets an apostrophe before it on the way out and loses it on the way in, so
 * that what is sent back is what was there. Numbers stay numbers, below zero too; a text that looks like one is a text.
 */
public final class CsvCells {
    private static final String FORMULA_BEGINNINGS = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";
    private static final char APOSTROPHE = '\'';

    private static final String MONTH = "(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[A-Za-z]{0,6}";

    /** Leading zeros, twelve digits and more, exponents, zeros behind a point, days and months. */
    private static final Pattern WRITTEN_OTHERWISE = Pattern.compile(
            "0\\d+|\\d{12,}|\\d+\\.\\d*0|\\d+(\\.\\d+)?[Ee]\\d{1,3}|\\d{1,2}[-/]\\d{1,2}([-/]\\d{1,4})?|" + MONTH
                    + "[-/ .]?\\d{1,4}|\\d{1,4}[-/ ]" + MONTH + "([-/ ]\\d{1,4})?");

    private CsvCells() {}

    /** Cells of one line, with its end. */
    public static String line(List<? extends @Nullable Object> values) {
        return values.stream().map(CsvCells::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    /** The same of cells that somebody typed, who finds them again as they were; of those only formulas are made harmless. */
    public static String lineAsTyped(List<? extends @Nullable Object> values) {
        return values.stream()
                .map(value -> value == null
                        ? ""
                        : quoted(isFormula(value.toString()) ? APOSTROPHE + value.toString() : value.toString()))
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    /** One cell, in quotes where it needs them; {@code null} = an empty one. */
    public static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        String text = value.toString();
        String safe = value instanceof Number ? text : harmless(text);
        return quoted(safe);
    }

    private static String quoted(String text) {
        return text.chars().anyMatch(each -> ",\"\n\r".indexOf(each) >= 0)
                ? "\"" + text.replace("\"", "\"\"") + "\""
                : text;
    }

    /** What stood there before {@link #cell} made it harmless. */
    public static String original(String cell) {
        return isMarked(cell) ? cell.substring(1) : cell;
    }

    private static String harmless(String text) {
        return isFormula(text)
                        || isMarked(text)
                        || WRITTEN_OTHERWISE.matcher(text).matches()
                ? APOSTROPHE + text
                : text;
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && FORMULA_BEGINNINGS.indexOf(text.charAt(0)) >= 0;
    }

    /** An apostrophe that stands before what it could be meant for, so that one of the text's own gets another. */
    private static boolean isMarked(String text) {
        return text.length() > 1
                && text.charAt(0) == APOSTROPHE
                && (text.charAt(1) == APOSTROPHE
                        || FORMULA_BEGINNINGS.indexOf(text.charAt(1)) >= 0
                        || WRITTEN_OTHERWISE.matcher(text.substring(1)).matches());
    }
}
