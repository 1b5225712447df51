package health.authz.gateway.console.words;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers as people type them: blanks around, and commas between thousands. */
public final class Numbers {
    private static final int LENGTH_MAX = 20;
    private static final Pattern PLAIN = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern GROUPED = Pattern.compile("-?\\d{1,3}(,\\d{3})+(\\.\\d+)?");

    private Numbers() {}

    /** {@code null} if it is no number; a comma that does not part thousands makes it none. */
    public static @Nullable BigDecimal read(String typed) {
        String text = typed.strip();
        if (text.length() > LENGTH_MAX) {
            return null;
        }
        if (PLAIN.matcher(text).matches()) {
            return new BigDecimal(text);
        }
        return GROUPED.matcher(text).matches() ? new BigDecimal(text.replace(",", "")) : null;
    }

    /** {@code null} if it is no whole number that fits. */
    public static @Nullable Integer readWhole(String typed) {
        BigDecimal number = read(typed);
        try {
            return number == null ? null : number.intValueExact();
        } catch (ArithmeticException notWhole) {
            return null;
        }
    }
}
