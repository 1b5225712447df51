package health.authz.bulk.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BulkSignalTest {
    private static final long LONG_ENOUGH_MILLIS = 30_000;

    @Test
    void one_signal_wakes_every_worker() {
        BulkSignal signal = new BulkSignal();
        List<CompletableFuture<Boolean>> workers = IntStream.range(0, 4)
                .mapToObj(worker -> CompletableFuture.supplyAsync(() -> awaits(signal), Thread::startVirtualThread))
                .toList();
        signal.wake();

        assertThat(workers).allMatch(CompletableFuture::join);
    }

    @Test
    void a_signal_that_came_before_is_not_missed() {
        BulkSignal signal = new BulkSignal();
        signal.wake();

        assertThat(awaits(signal)).isTrue();
    }

    private static boolean awaits(BulkSignal signal) {
        try {
            return signal.await(LONG_ENOUGH_MILLIS);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
