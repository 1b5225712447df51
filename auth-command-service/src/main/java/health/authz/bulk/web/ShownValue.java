package health.authz.bulk.web;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A wrong value as a problem repeats it. Only what stands where a date, a number or a flag is due and looks like one: a name that slipped
 * into the wrong column is not repeated, and neither is a day on which somebody may have been born.
 */
final class ShownValue {
    private static final int LENGTH_MAX = 30;
    private static final Pattern BEGINS_AS_NUMBER = Pattern.compile("[-+($.,]{0,3}\\d.*");
    private static final Pattern NOT_A_LETTER = Pattern.compile("[^\\p{L}]+");
    private static final Set<String> WORDS = Set.of(
            "", "e", "h", "hr", "hrs", "hour", "hours", "unit", "units", "am", "pm", "t", "z", "jan", "feb", "mar",
            "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final Pattern YEAR_OF_BIRTH =
            Pattern.compile("(.*\\D)?1[89]\\d\\d(\\D.*)?|(19|18)\\d{6}|.*\\d[-/. ](5\\d|6\\d|7\\d|8\\d|9\\d)");

    private ShownValue() {}

    static Optional<String> of(String field, String value) {
        boolean isDate = FileFields.DATES.contains(field);
        if (!isDate && !FileFields.NUMBERS.contains(field) && !field.equals(FileFields.UNMANAGED)) {
            return Optional.empty();
        }
        boolean isShown = value.length() <= LENGTH_MAX
                && BEGINS_AS_NUMBER.matcher(value).matches()
                && NOT_A_LETTER.splitAsStream(value.toLowerCase(Locale.ROOT)).allMatch(WORDS::contains)
                && !YEAR_OF_BIRTH.matcher(value).matches();
        return isShown ? Optional.of(value) : Optional.empty();
    }
}
