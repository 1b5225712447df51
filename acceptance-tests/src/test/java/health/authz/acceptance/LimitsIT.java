package health.authz.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Login;
import health.authz.acceptance.dsl.Stack;
import health.authz.acceptance.dsl.Together;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A user in a hurry is told to wait; their colleague is not. */
class LimitsIT {
    private static final int AT_ONCE = 8;
    private static final int EACH_AT_MOST = 1_500;
    private final Stack stack = Stack.running();
    private final Login hurried = Login.frontDesk("hurried-" + UUID.randomUUID());

    @Test
    void who_asks_too_fast_is_told_how_long_to_wait() {
        Api api = stack.as(hurried);
        Callable<Optional<Answer>> asking = () -> {
            for (int i = 0; i < EACH_AT_MOST; i++) {
                Answer answer = api.get("/no-such-route");
                if (answer.status() == 429) {
                    return Optional.of(answer);
                }
            }
            return Optional.empty();
        };

        List<Answer> refused = Together.run(Collections.nCopies(AT_ONCE, asking)).stream()
                .flatMap(Optional::stream)
                .toList();

        assertThat(refused).isNotEmpty();
        Answer first = refused.getFirst().isProblem(429).naming("user-requests");
        assertThat(first.problemType()).isEqualTo("too-many-requests");
        assertThat(first.headers().firstValue("Retry-After")).hasValue("1");
        stack.as(hurried.as("colleague")).get("/divisions").is(200);
    }
}
