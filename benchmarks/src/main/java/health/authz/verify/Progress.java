package health.authz.verify;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Says how far something is, every few seconds and not more often. */
final class Progress {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);
    private final Consumer<String> say;
    private long next = System.nanoTime() + EVERY_NANOS;

    Progress(Consumer<String> say) {
        this.say = say;
    }

    void say(String now) {
        say.accept(now);
    }

    void at(String what, long done) {
        if (System.nanoTime() >= next) {
            next = System.nanoTime() + EVERY_NANOS;
            say.accept("  %,d %s".formatted(done, what));
        }
    }
}
