package health.authz.authorization.application;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SingleChangesTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private final SingleChanges changes = new SingleChanges();

    @Test
    void nobody_waits_where_nothing_is_in_work() {
        assertThat(waiting(LONG)).succeedsWithin(LONG);
    }

    @Test
    void whoever_waits_goes_on_when_the_last_change_is_over() {
        changes.begin();
        changes.begin();
        CompletableFuture<Void> waiting = waiting(LONG);
        changes.end();
        assertThat(waiting).isNotDone();
        changes.end();
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(30));
    }

    @Test
    void nobody_waits_longer_than_allowed() {
        changes.begin();
        eventually(waiting(Duration.ofMillis(20))::isDone);
    }

    private CompletableFuture<Void> waiting(Duration most) {
        return CompletableFuture.runAsync(() -> {
            try {
                changes.letGoFirst(most);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
    }
}
