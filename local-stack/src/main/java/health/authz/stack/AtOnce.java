package health.authz.stack;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Many who ask in one moment. */
public final class AtOnce {
    private AtOnce() {}

    /** What each was answered; none asks before all are ready to. */
    public static <T> List<T> each(int many, IntFunction<T> ask) {
        CyclicBarrier ready = new CyclicBarrier(many);
        try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
            return threads
                    .invokeAll(IntStream.range(0, many)
                            .<Callable<T>>mapToObj(n -> () -> {
                                ready.await();
                                return ask.apply(n);
                            })
                            .toList())
                    .stream()
                    .map(AtOnce::answer)
                    .toList();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static <T> T answer(Future<T> asked) {
        try {
            return asked.get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
