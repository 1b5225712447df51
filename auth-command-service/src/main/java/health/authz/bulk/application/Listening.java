package health.authz.bulk.application;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that is given up when its sender says nothing for too long, as one whose machine is gone. How long the reader takes
 * between two reads does not count.
 */
final class Listening extends FilterInputStream {
    private static final Logger log = LoggerFactory.getLogger(Listening.class);
    private static final long NOT_LISTENING = Long.MAX_VALUE;
    private static final ScheduledExecutorService CLOCK = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("selections-listening").factory());
    private final long silenceNanos;
    private final Future<?> looking;
    private volatile long since = NOT_LISTENING;
    private volatile boolean isGivenUp;

    Listening(InputStream sender, Duration silence) {
        super(sender);
        this.silenceNanos = silence.toNanos();
        long every = Math.max(1, silence.toMillis() / 4);
        this.looking = CLOCK.scheduleWithFixedDelay(this::look, every, every, TimeUnit.MILLISECONDS);
    }

    private void look() {
        long begun = since;
        if (begun != NOT_LISTENING && System.nanoTime() - begun > silenceNanos) {
            isGivenUp = true;
            looking.cancel(false);
            try {
                in.close();
            } catch (IOException broken) {
                log.debug("a silent sender was given up and its answer could not be closed", broken);
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** @throws IOException also where the sender was silent for too long */
    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        since = System.nanoTime();
        try {
            int read = in.read(into, from, most);
            if (isGivenUp) {
                throw new IOException("the sender said nothing for too long");
            }
            return read;
        } finally {
            since = NOT_LISTENING;
        }
    }

    @Override
    public void close() throws IOException {
        looking.cancel(false);
        super.close();
    }
}
