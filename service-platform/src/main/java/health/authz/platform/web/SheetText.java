package health.authz.platform.web;

import health.authz.events.WrittenText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a CSV file and the sign between its cells, which is the one that stands most often in the first line, outside of quotes:
 * a comma, a semicolon or a tab. A line {@code sep=;}, as spreadsheets write it for each other, says so itself.
 *
 * @param linesBefore how many lines of the file stand before the text
 */
public record SheetText(Reader text, char separator, long linesBefore) {
    private static final char[] SEPARATORS = {',', ';', '\t'};
    private static final Pattern SAID = Pattern.compile("(?i)\\s*\"?sep=([,;|\t]?)\"?\\s*");
    private static final int LOOKED_AT = 256 * 1024;

    /** What is compared of a column's name: its letters and digits, in small letters; {@code #} is <i>number</i>. */
    public static String key(String name) {
        StringBuilder kept = new StringBuilder(name.length());
        WrittenText.visible(name)
                .replace("#", "number")
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .forEach(kept::appendCodePoint);
        return kept.toString().toLowerCase(Locale.ROOT);
    }

    /** @param skipped lines that are no part of the table */
    public static SheetText of(InputStream bytes, int skipped) throws IOException {
        BufferedReader text = new BufferedReader(FileText.of(bytes));
        for (int line = 0; line < skipped; line++) {
            skipLine(text);
        }
        String first = firstLine(text);
        Matcher said = SAID.matcher(first);
        if (!said.matches()) {
            return new SheetText(text, commonest(first), skipped);
        }
        long lines = 1;
        while (text.readLine().isBlank()) {
            lines++;
        }
        return new SheetText(
                text, said.group(1).isEmpty() ? '\t' : said.group(1).charAt(0), skipped + lines);
    }

    private static void skipLine(BufferedReader text) throws IOException {
        int each = text.read();
        while (each >= 0 && each != '\n' && each != '\r') {
            each = text.read();
        }
        if (each == '\r') {
            text.mark(1);
            if (text.read() != '\n') {
                text.reset();
            }
        }
    }

    /** Of which something can be seen; the text is where it was. */
    private static String firstLine(BufferedReader text) throws IOException {
        text.mark(LOOKED_AT + 1);
        StringBuilder line = new StringBuilder();
        boolean isQuoted = false;
        for (int read = 0; read < LOOKED_AT; read++) {
            int each = text.read();
            boolean isEnd = (each == '\n' || each == '\r') && !isQuoted;
            if (each < 0 || isEnd && !line.isEmpty()) {
                break;
            }
            if (!isEnd) {
                line.append((char) each);
            }
            isQuoted ^= each == '"';
        }
        text.reset();
        return line.toString();
    }

    private static char commonest(String line) {
        char found = SEPARATORS[0];
        long most = 0;
        for (char separator : SEPARATORS) {
            long count = count(line, separator);
            if (count > most) {
                found = separator;
                most = count;
            }
        }
        return found;
    }

    private static long count(String line, char separator) {
        long count = 0;
        boolean isQuoted = false;
        for (int at = 0; at < line.length(); at++) {
            isQuoted ^= line.charAt(at) == '"';
            if (line.charAt(at) == separator && !isQuoted) {
                count++;
            }
        }
        return count;
    }
}
