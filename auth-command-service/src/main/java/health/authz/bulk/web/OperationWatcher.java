package health.authz.bulk.web;

import health.authz.bulk.application.Operation;
import health.authz.platform.security.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter.SseEventBuilder;

/**
 * One client that watches an operation. It is shown the newest state; what it was too slow to take is left out, so that it
 * delays nobody. Ids of its events are the rows done, and one more for the end; a state that changes
 * meanwhile, such as from running to being cancelled, is shown under the same id.
 */
final class OperationWatcher {
    private static final Logger log = LoggerFactory.getLogger(OperationWatcher.class);
    private static final long RECONNECT_MILLIS = 1_000;
    private final SseEmitter emitter;
    private final Caller viewer;
    private final long heartbeatNanos;
    private final Consumer<OperationWatcher> over;
    private final AtomicBoolean sending = new AtomicBoolean();
    private volatile Operation latest;
    private long seen;
    private String shownState = "";
    private long writtenAt;

    /**
     * @param over told when this has sent its last; an emitter that is completed before its request has become asynchronous, as
     *     that of an operation that is done can be, tells nobody by itself
     */
    OperationWatcher(
            SseEmitter emitter,
            Caller viewer,
            Operation operation,
            long seen,
            Duration heartbeat,
            Consumer<OperationWatcher> over) {
        this.emitter = emitter;
        this.over = over;
        this.viewer = viewer;
        this.seen = seen;
        heartbeatNanos = heartbeat.toNanos();
        latest = operation;
        shownState = seen < 0 ? "" : operation.state();
        writtenAt = System.nanoTime() - heartbeatNanos;
    }

    Caller viewer() {
        return viewer;
    }

    /** The id of the event that ends the events of an operation. */
    static long endId(Operation operation) {
        return operation.total() + 1;
    }

    /** Returns at once; a write that the client does not take blocks a virtual thread, and nothing else. */
    void show(Operation operation) {
        latest = operation;
        if (sending.compareAndSet(false, true)) {
            Thread.startVirtualThread(this::send);
        }
    }

    void leave() {
        emitter.complete();
    }

    private void send() {
        try {
            write(latest);
        } catch (IOException | IllegalStateException gone) {
            log.debug("a client that watched an operation has gone", gone);
            emitter.completeWithError(gone);
            over.accept(this);
        } finally {
            sending.set(false);
        }
    }

    private void write(Operation operation) throws IOException {
        if (operation.processed() > seen
                || (!operation.done() && !operation.state().equals(shownState))) {
            seen = Math.max(seen, operation.processed());
            shownState = operation.state();
            write(event("progress", seen, operation));
        }
        if (operation.done()) {
            write(event("done", endId(operation), operation));
            emitter.complete();
            over.accept(this);
        } else if (System.nanoTime() - writtenAt >= heartbeatNanos) {
            write(SseEmitter.event().comment("still here"));
        }
    }

    private void write(SseEventBuilder event) throws IOException {
        emitter.send(event);
        writtenAt = System.nanoTime();
    }

    private SseEventBuilder event(String name, long id, Operation operation) {
        return SseEmitter.event()
                .name(name)
                .id(Long.toString(id))
                .reconnectTime(RECONNECT_MILLIS)
                .data(OperationJson.of(operation, viewer), MediaType.APPLICATION_JSON);
    }
}
