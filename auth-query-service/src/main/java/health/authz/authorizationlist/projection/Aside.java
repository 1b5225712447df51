package health.authz.authorizationlist.projection;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** Two things at once, mostly one that waits for the store and one that does not. */
final class Aside {
    private Aside() {}

    /**
     * Does one thing on a thread of its own and one on the caller's; both are over afterwards, whatever happened.
     *
     * @throws RuntimeException what either of them threw; of the thing aside if both did
     * @throws Error likewise
     */
    static <T> T during(Runnable aside, Supplier<T> here) {
        FutureTask<Void> begun = new FutureTask<>(aside, null);
        Thread.startVirtualThread(begun);
        try {
            return here.get();
        } finally {
            await(begun);
        }
    }

    /** The same of a thing here that has no result. */
    static void during(Runnable aside, Runnable here) {
        during(aside, () -> {
            here.run();
            return true;
        });
    }

    private static void await(FutureTask<Void> begun) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    begun.get();
                    return;
                } catch (InterruptedException stopping) {
                    interrupted = true;
                } catch (ExecutionException failed) {
                    if (failed.getCause() instanceof Error error) {
                        throw error;
                    }
                    throw failed.getCause() instanceof RuntimeException cause
                            ? cause
                            : new IllegalStateException(failed.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
