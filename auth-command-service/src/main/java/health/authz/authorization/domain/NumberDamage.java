package health.authz.authorization.domain;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What spreadsheets and programs make of numbers and references that they take for quantities. Rules B-35 and B-36.
 *
 * <p>A column that is not formatted as text loses leading zeros, shows long numbers as {@code 4.71104E+11} and keeps 15 digits of them;
 * a formula that fails leaves its error, and a program writes its word for nothing.
 */
public final class NumberDamage {
    /** Of an exponent that was meant, as in 12E4, there is no sign, no decimal point, or more before it than one digit. */
    private static final Pattern QUANTITY =
            Pattern.compile("[+-]?\\d([.,]\\d+)?[Ee][+-]\\d{1,3}|[+-]?\\d[.,]\\d+[Ee]\\d{1,3}");

    private static final Pattern ERROR =
            Pattern.compile("#\u00a1?[\\p{L}/0-9]+[!?]|#N/A( N/A)?|#NV|#GETTING_DATA|#{2,}|Err:\\d{3}");
    private static final Pattern NOTHING = Pattern.compile("(?i:null|[(\\[<]null[)\\]>]|undefined)|NaN|nan|<NA>|#NULL");
    private static final Pattern LONG = Pattern.compile("[\\p{L}\\p{N}._/-]{12,}");
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final Pattern WHOLE = Pattern.compile("(\\d+)([.,]0+)?");
    private static final int DIGITS_KEPT = 15;

    private NumberDamage() {}

    /** Whether this is no number or reference any more, but what was put in its place. */
    public static boolean isDestroyed(String text) {
        return QUANTITY.matcher(text).matches()
                || ERROR.matcher(text).matches()
                || NOTHING.matcher(text).matches();
    }

    /**
     * Whether a change does no more than a spreadsheet does by itself: leading zeros gone, {@code .0} added, digits behind the fifteenth
     * lost, or the end of a long number cut off.
     */
    static boolean isLikely(@Nullable String before, @Nullable String after) {
        if (before == null || after == null || before.equals(after)) {
            return false;
        }
        if (LONG.matcher(before).matches() && before.startsWith(after)) {
            return true;
        }
        Matcher whole = WHOLE.matcher(after);
        if (!DIGITS.matcher(before).matches() || !whole.matches()) {
            return false;
        }
        String had = withoutZeros(before);
        String has = whole.group(1);
        return had.equals(withoutZeros(has)) && has.length() <= before.length() || isRounded(had, has);
    }

    private static boolean isRounded(String had, String has) {
        if (had.length() <= DIGITS_KEPT || has.length() != had.length()) {
            return false;
        }
        boolean isCut = has.startsWith(had.substring(0, DIGITS_KEPT))
                && has.substring(DIGITS_KEPT).chars().allMatch(digit -> digit == '0');
        return isCut || has.equals(new BigDecimal(Double.parseDouble(had)).toPlainString());
    }

    private static String withoutZeros(String digits) {
        return digits.replaceFirst("^0+(?=\\d)", "");
    }
}
