package health.authz.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.dao.TransientDataAccessException;

class AttemptsTest {
    private final AtomicInteger tried = new AtomicInteger();

    @Test
    void it_ends_with_the_first_that_is_done() {
        Attempts.until(() -> tried.incrementAndGet() == 3);
        assertThat(tried).hasValue(3);
    }

    @Test
    void where_others_always_come_between_the_batch_is_tried_again_later() {
        assertThatThrownBy(() -> Attempts.until(() -> {
                    tried.incrementAndGet();
                    return false;
                }))
                .isInstanceOf(TransientDataAccessException.class);
        assertThat(tried).hasValue(50);
    }
}
