package health.authz.directory;

import health.authz.platform.web.FileText;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Lines of a stream of any length; one that never ends is cut, so that memory stays bounded. */
public final class BoundedLines {
    public static final int CHARACTERS_MAX = 1 << 20;
    private final Reader in;
    private final char[] buffer = new char[16_384];
    private int next;
    private int end;

    public BoundedLines(Reader in) {
        this.in = in;
    }

    /** One line without its end; {@code cut} = it was longer than {@link #CHARACTERS_MAX}, and the rest is dropped. */
    public record Line(String text, boolean cut) {}

    /** {@code null} = there is no more. */
    public @Nullable Line read() throws IOException {
        StringBuilder text = new StringBuilder();
        boolean cut = false;
        boolean any = false;
        while (filled()) {
            any = true;
            int from = next;
            while (next < end && buffer[next] != '\n') {
                next++;
            }
            int room = CHARACTERS_MAX - text.length();
            text.append(buffer, from, Math.min(room, next - from));
            cut |= next - from > room;
            if (next < end) {
                next++;
                break;
            }
        }
        return any ? new Line(withoutMark(text), cut) : null;
    }

    /** A byte order mark stands where a file begins, and so within one that was made of several. */
    private static String withoutMark(StringBuilder line) {
        return line.isEmpty() || line.charAt(0) != FileText.BYTE_ORDER_MARK ? line.toString() : line.substring(1);
    }

    private boolean filled() throws IOException {
        if (next == end) {
            next = 0;
            end = Math.max(0, in.read(buffer));
        }
        return next < end;
    }
}
