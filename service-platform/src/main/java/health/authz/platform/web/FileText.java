package health.authz.platform.web;

import health.authz.events.WrittenText;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;

/**
 * The text of a file in UTF-8, with or without a byte order mark. Bytes that are no UTF-8 read as the sign that stands for
 * them, so that they are a problem of their line and column and not of the whole file.
 */
public final class FileText {
    public static final char BYTE_ORDER_MARK = '\uFEFF';
    public static final String NOT_UTF_8 = "holds bytes that are not UTF-8; save the file as \"CSV UTF-8\"";
    public static final String LINE_NOT_UTF_8 = "holds bytes that are not UTF-8; write the file in UTF-8";

    private FileText() {}

    public static Reader of(InputStream bytes) throws IOException {
        PushbackReader text = new PushbackReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
        int first = text.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            text.unread(first);
        }
        return text;
    }

    public static boolean isUnreadable(String text) {
        return WrittenText.isUnreadable(text);
    }

    /**
     * The type of a file that was sent.
     *
     * @throws ProblemException 415 if it says that it is in anything but UTF-8
     */
    public static MediaType utf8(HttpServletRequest http) {
        MediaType type = MediaType.parseMediaType(http.getContentType());
        Charset charset = type.getCharset();
        if (charset != null && !charset.equals(StandardCharsets.UTF_8) && !charset.equals(StandardCharsets.US_ASCII)) {
            throw new ProblemException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "unsupported-media-type",
                    "Unsupported media type",
                    "Files are read in UTF-8, and this one says that it is in " + charset
                            + ". Save it in UTF-8 and send it as " + type.getType() + "/" + type.getSubtype()
                            + ";charset=UTF-8.",
                    Map.of(),
                    List.of());
        }
        return type;
    }
}
