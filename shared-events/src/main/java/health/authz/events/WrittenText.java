package health.authz.events;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;

/** Text as people, spreadsheets and browsers write it, without what nobody sees in it. */
public final class WrittenText {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int HYPHEN_BULLET = 0x2043;
    private static final int MINUS = 0x2212;
    private static final int MODIFIER_MINUS = 0x02D7;
    private static final int ASCII_MAX = 0x7F;

    /** Letters by their class, and nothing to be seen. */
    private static final String FILLERS = "\u034F\u115F\u1160\u2800\u3164\uFFA0";

    private static final String APOSTROPHES = "'`\u00b4\u2018\u2019\u02bb\u02bc\u02b9\uff07";

    /** Letters of their own that people write otherwise where they have no such key. */
    private static final Map<Integer, String> SPELT_OUT = Map.of(
            (int) '\u00df', "ss",
            (int) '\u00f8', "o",
            (int) '\u0142', "l",
            (int) '\u0111', "d",
            (int) '\u00f0', "d",
            (int) '\u00fe', "th",
            (int) '\u00e6', "ae",
            (int) '\u0153', "oe",
            (int) '\u0131', "i");

    /** Stands where bytes were no UTF-8. */
    private static final int REPLACEMENT = 0xFFFD;

    private WrittenText() {}

    /**
     * The same text as it is seen: every Unicode space is a plain one, those around it are gone, and so are zero-width characters,
     * direction marks and byte order marks. Joiners stay between two characters beyond ASCII, where some scripts spell with them.
     */
    public static String visible(String text) {
        if (text.chars().allMatch(each -> each >= ' ' && each < ASCII_MAX)) {
            return text.strip();
        }
        StringBuilder seen = new StringBuilder(text.length());
        int before = 0;
        for (int at = 0; at < text.length(); ) {
            int each = text.codePointAt(at);
            at += Character.charCount(each);
            if (Character.isSpaceChar(each)) {
                seen.append(' ');
            } else if (!isInvisible(each) || isSpelt(each, before, text, at)) {
                seen.appendCodePoint(each);
            }
            before = each;
        }
        return seen.toString().strip();
    }

    /** A payer's number as duplicates, search and claims compare it: visible, without spaces and dashes, in small letters. */
    public static String comparable(String number) {
        StringBuilder kept = new StringBuilder(number.length());
        visible(number)
                .codePoints()
                .filter(each -> !isDash(each) && !Character.isWhitespace(each))
                .forEach(kept::appendCodePoint);
        return kept.toString().toLowerCase(Locale.ROOT);
    }

    /**
     * Text as search compares it, question and answer alike: in small letters, without accents and apostrophes, straight or curly, and with
     * letters that stand for two written out, so that <i>oneil</i> finds O’Neil and <i>strasse</i> Straße.
     */
    public static String searchable(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        if (plain.chars().allMatch(each -> each <= ASCII_MAX)) {
            return plain.replace("'", "").replace("`", "");
        }
        StringBuilder kept = new StringBuilder(plain.length());
        Normalizer.normalize(plain, Normalizer.Form.NFKD).codePoints().forEach(each -> {
            if (Character.getType(each) != Character.NON_SPACING_MARK && APOSTROPHES.indexOf(each) < 0) {
                String other = SPELT_OUT.get(each);
                if (other == null) {
                    kept.appendCodePoint(each);
                } else {
                    kept.append(other);
                }
            }
        });
        return kept.toString();
    }

    /** Whether there is nothing to be seen in it. */
    public static boolean isBlank(String text) {
        return visible(text).isEmpty();
    }

    /** Whether it can name something: all of it is seen, and a letter or a digit is among it. */
    public static boolean isId(String text) {
        return !isUnreadable(text)
                && text.equals(visible(text))
                && text.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    /** Whether it holds what stands for something lost: the sign for bytes that were no UTF-8, half of a pair, or NUL. */
    public static boolean isUnreadable(String text) {
        return text.codePoints()
                .anyMatch(each -> each == REPLACEMENT
                        || each == 0
                        || each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE);
    }

    private static boolean isInvisible(int each) {
        return Character.getType(each) == Character.FORMAT || FILLERS.indexOf(each) >= 0;
    }

    private static boolean isSpelt(int each, int before, String text, int next) {
        return (each == ZERO_WIDTH_JOINER || each == ZERO_WIDTH_NON_JOINER)
                && before > ASCII_MAX
                && next < text.length()
                && text.codePointAt(next) > ASCII_MAX;
    }

    private static boolean isDash(int each) {
        return Character.getType(each) == Character.DASH_PUNCTUATION
                || each == MINUS
                || each == HYPHEN_BULLET
                || each == MODIFIER_MINUS;
    }
}
