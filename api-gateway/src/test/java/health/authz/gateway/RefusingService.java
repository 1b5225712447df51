package health.authz.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A service that takes so much of a request and closes the connection with the rest of the body unread, as a web server does when more
 * comes than it is willing to throw away.
 */
class RefusingService implements AutoCloseable {
    static final String REFUSAL = "{\"type\":\"/problems/missing-permission\",\"status\":403}";
    private final ServerSocket server;
    private final int read;
    private final String answer;

    private RefusingService(int read, String answer) {
        this.read = read;
        this.answer = answer;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread.ofVirtual().start(this::serve);
    }

    /** Answers 403 after so many bytes, and goes on reading, as our services do. */
    static RefusingService thatReadsOn(int refusedAfter) {
        return new RefusingService(refusedAfter, head(REFUSAL.length()) + REFUSAL) {
            @Override
            void afterwards(InputStream in) throws IOException {
                in.transferTo(OutputStream.nullOutputStream());
            }
        };
    }

    /** Answers 403 when it has everything, and is cut off in the middle of its reason. */
    static RefusingService cutOffInItsReason(int bodyLength) {
        return new RefusingService(bodyLength, head(REFUSAL.length()) + REFUSAL.substring(0, REFUSAL.length() / 2));
    }

    /** Closes the connection after so many bytes without a word. */
    static RefusingService silent(int closedAfter) {
        return new RefusingService(closedAfter, "");
    }

    private static String head(int length) {
        return "HTTP/1.1 403 \r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: "
                + length + "\r\n\r\n";
    }

    String address() {
        return "http://localhost:" + server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket caller = server.accept();
                Thread.ofVirtual().start(() -> refuse(caller));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void refuse(Socket caller) {
        try (caller) {
            InputStream in = caller.getInputStream();
            in.readNBytes(read);
            caller.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            caller.getOutputStream().flush();
            afterwards(in);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    void afterwards(InputStream in) throws IOException {}

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
