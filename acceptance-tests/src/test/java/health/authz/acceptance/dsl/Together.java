package health.authz.acceptance.dsl;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does several things at the same moment. */
public final class Together {
    private Together() {}

    /** Results in the order given; the first failure fails it all. */
    @SafeVarargs
    public static <T> List<T> run(Callable<T>... deeds) {
        return run(Arrays.asList(deeds));
    }

    /** Results in the order given; the first failure fails it all. */
    public static <T> List<T> run(List<Callable<T>> deeds) {
        CountDownLatch start = new CountDownLatch(deeds.size());
        try (ExecutorService threads = Executors.newFixedThreadPool(deeds.size())) {
            List<Future<T>> results = deeds.stream()
                    .map(deed -> threads.submit(() -> {
                        start.countDown();
                        start.await();
                        return deed.call();
                    }))
                    .toList();
            return results.stream().map(Together::resultOf).toList();
        }
    }

    private static <T> T resultOf(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
