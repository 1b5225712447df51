package health.authz.stack;

import static health.authz.stack.Eventually.closely;
import static health.authz.stack.Eventually.eventually;
import static health.authz.stack.Eventually.throughout;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
    private static final Duration BRIEF = Duration.ofMillis(200);
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void a_look_that_throws_is_not_yet() {
        eventually(() -> {
            int look = looks.incrementAndGet();
            if (look == 1) {
                List.of().getFirst();
            }
            if (look == 2) {
                throw new IOException("not up");
            }
            assertThat(look).isGreaterThan(3);
        });
        assertThat(looks).hasValue(4);
    }

    @Test
    void a_condition_that_throws_is_not_yet() {
        eventually(() -> {
            if (looks.incrementAndGet() < 3) {
                throw new NullPointerException("the field is not there");
            }
            return true;
        });
        closely(() -> looks.incrementAndGet() > 5);
        assertThat(looks).hasValue(6);
    }

    @Test
    void what_the_last_look_met_is_told_when_the_time_is_up() {
        NoSuchElementException missing = new NoSuchElementException("no row");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Eventually.lookAgain(BRIEF, () -> {
                    assertThat(looks.incrementAndGet()).isGreaterThan(1);
                    throw missing;
                }))
                .withMessageContaining("no row")
                .withCause(missing);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Eventually.lookAgain(BRIEF, () -> {
                    assertThat(looks.get()).as("how many").isZero();
                    return true;
                }))
                .withMessageContaining("how many")
                .withCauseInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> Eventually.lookAgain(BRIEF, () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not true within " + BRIEF)
                .hasNoCause();
    }

    @Test
    void a_look_that_is_broken_off_does_not_hide_what_the_one_before_it_met() {
        CountDownLatch never = new CountDownLatch(1);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Eventually.lookAgain(BRIEF, () -> {
                    assertThat(looks.incrementAndGet())
                            .as("rows that are listed")
                            .isGreaterThan(1);
                    try {
                        never.await();
                    } catch (InterruptedException brokenOff) {
                        throw new IllegalStateException("asking was interrupted", brokenOff);
                    }
                    return true;
                }))
                .withMessageContaining("rows that are listed");
    }

    @Test
    void an_error_that_does_not_mend_itself_ends_the_wait() {
        assertThatThrownBy(() -> eventually(() -> {
                    looks.incrementAndGet();
                    throw new NoClassDefFoundError("gone");
                }))
                .isInstanceOf(NoClassDefFoundError.class);
        assertThat(looks).hasValue(1);
    }

    @Test
    void a_limit_that_would_measure_the_machine_is_refused() {
        assertThatThrownBy(() -> eventually(Duration.ofSeconds(29), () -> true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_stays_true_passes_and_what_does_not_fails_at_once() {
        throughout(BRIEF, () -> {
            if (looks.incrementAndGet() == 2) {
                throw new IllegalStateException("could not be looked at");
            }
        });
        assertThat(looks).hasValueGreaterThan(3);

        AtomicInteger seen = new AtomicInteger();
        assertThatThrownBy(() -> throughout(
                        BRIEF, () -> assertThat(seen.incrementAndGet()).isLessThan(2)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("less than");
        assertThat(seen).hasValue(2);
    }
}
