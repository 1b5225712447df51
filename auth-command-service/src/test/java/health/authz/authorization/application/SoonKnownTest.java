package health.authz.authorization.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SoonKnownTest {
    @Test
    void what_comes_while_it_is_waited_for_is_found() {
        Iterator<Optional<String>> looks = List.of(
                        Optional.<String>empty(), Optional.<String>empty(), Optional.of("H0004"))
                .iterator();

        assertThat(SoonKnown.await(looks::next)).contains("H0004");
    }

    @Test
    void what_never_comes_is_given_up() {
        AtomicInteger looks = new AtomicInteger();

        assertThat(SoonKnown.await(() -> {
                    looks.incrementAndGet();
                    return Optional.empty();
                }))
                .isEmpty();
        assertThat(looks).hasValueGreaterThan(1);
    }

    @Test
    void who_is_interrupted_looks_once_and_stays_interrupted() {
        AtomicInteger looks = new AtomicInteger();
        Thread.currentThread().interrupt();

        Optional<Object> found = SoonKnown.await(() -> {
            looks.incrementAndGet();
            return Optional.empty();
        });

        assertThat(Thread.interrupted()).isTrue();
        assertThat(found).isEmpty();
        assertThat(looks).hasValue(1);
    }
}
