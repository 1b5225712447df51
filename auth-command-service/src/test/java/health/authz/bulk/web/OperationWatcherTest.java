package health.authz.bulk.web;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.bulk.application.Operation;
import health.authz.bulk.domain.Scope;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import health.authz.platform.security.Caller;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Who watches an operation is forgotten at the end, also where the web server says nothing of it. */
class OperationWatcherTest {
    private static final TenantId TENANT = new TenantId("abc");
    private static final UserId ANNA = new UserId("anna");
    private static final Caller VIEWER =
            new Caller(TENANT, ANNA, Set.of(), Caller.DivisionScope.ALL, Caller.ClientScope.ALL, "token");
    private static final Instant NOON = Instant.parse("2026-12-01T12:00:00Z");

    private final List<OperationWatcher> over = new CopyOnWriteArrayList<>();

    private OperationWatcher watcher(SseEmitter emitter, Operation operation) {
        return new OperationWatcher(emitter, VIEWER, operation, -1, Duration.ofSeconds(10), over::add);
    }

    /** Its request has not become asynchronous yet, as on a busy machine: the emitter calls nobody back. */
    @Test
    void the_end_that_comes_before_the_request_waits_is_an_end() {
        Operation done = operation(NOON);
        OperationWatcher watcher = watcher(new SseEmitter(), done);

        watcher.show(done);

        eventually(() -> assertThat(over).containsExactly(watcher));
    }

    @Test
    void one_whose_client_has_gone_is_over() {
        Operation running = operation(null);
        OperationWatcher watcher = watcher(
                new SseEmitter() {
                    @Override
                    public void send(SseEventBuilder builder) throws IOException {
                        throw new IOException("broken pipe");
                    }
                },
                running);

        watcher.show(running);

        eventually(() -> assertThat(over).containsExactly(watcher));
    }

    private static Operation operation(@Nullable Instant endedAt) {
        return new Operation(
                new UUID(1, 2),
                new UUID(3, 4),
                BulkKind.UPDATE,
                endedAt == null ? "RUNNING" : "SUCCEEDED",
                "RENEWAL",
                null,
                ANNA.value(),
                NOON,
                endedAt,
                1,
                new RowCounts(0, 1, 0, 0, 0, 0),
                0,
                0,
                null,
                null,
                null,
                null,
                null,
                null,
                new Scope(TENANT, ANNA, true, Set.of(), false, false),
                null,
                false);
    }
}
