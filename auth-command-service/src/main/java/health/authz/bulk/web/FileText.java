package health.authz.bulk.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/**
 * The text of a file in UTF-8, with or without a byte order mark. Bytes that are no UTF-8 read as the sign that stands for
 * them, so that they are a problem of their line and column and not of the whole file.
 */
final class FileText {
    /** Stands where bytes were no UTF-8. */
    static final char UNREADABLE = '\uFFFD';

    static final String NOT_UTF_8 = "holds bytes that are not UTF-8; save the file as \"CSV UTF-8\"";
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private FileText() {}

    static Reader of(InputStream bytes) throws IOException {
        PushbackReader text = new PushbackReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
        int first = text.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            text.unread(first);
        }
        return text;
    }

    static boolean isUnreadable(String text) {
        return text.indexOf(UNREADABLE) >= 0 || text.indexOf('\0') >= 0;
    }
}
