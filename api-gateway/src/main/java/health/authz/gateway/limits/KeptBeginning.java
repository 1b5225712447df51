package health.authz.gateway.limits;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Lets an answer flow on and keeps a copy of how it begins. */
final class KeptBeginning extends HttpServletResponseWrapper {
    private static final int BYTES_MAX = 64 * 1024;
    private final byte[] kept = new byte[BYTES_MAX];
    private int length;
    private @Nullable ServletOutputStream out;

    KeptBeginning(HttpServletResponse response) {
        super(response);
    }

    RowWeight weight() {
        return RowWeight.of(kept, length);
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        if (out == null) {
            out = new Copying(super.getOutputStream());
        }
        return out;
    }

    private final class Copying extends ServletOutputStream {
        private final ServletOutputStream to;

        Copying(ServletOutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int each) throws IOException {
            if (length < BYTES_MAX) {
                kept[length++] = (byte) each;
            }
            to.write(each);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            int fits = Math.min(count, BYTES_MAX - length);
            System.arraycopy(bytes, from, kept, length, fits);
            length += fits;
            to.write(bytes, from, count);
        }

        @Override
        public void flush() throws IOException {
            to.flush();
        }

        @Override
        public void close() throws IOException {
            to.close();
        }

        @Override
        public boolean isReady() {
            return to.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            to.setWriteListener(listener);
        }
    }
}
