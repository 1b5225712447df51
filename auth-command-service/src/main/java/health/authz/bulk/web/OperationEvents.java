package health.authz.bulk.web;

import health.authz.bulk.application.BulkOperations;
import health.authz.bulk.application.Operation;
import health.authz.bulk.application.OperationSights;
import health.authz.bulk.domain.Viewer;
import health.authz.events.TenantId;
import health.authz.platform.security.Caller;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Progress as server-sent events: an operation is read twice a second however many watch it, and not at all if nobody does. */
@Component
class OperationEvents implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(OperationEvents.class);
    private static final long LOOK_AGAIN_MILLIS = 500;
    /** A client then connects again and shows its token again, which may have been withdrawn. */
    private static final Duration WATCHED_AT_MOST = Duration.ofMinutes(10);

    private final BulkOperations operations;
    private final OperationSights sights;
    private final Duration heartbeat;
    private final Map<UUID, Watched> watched = new ConcurrentHashMap<>();
    private @Nullable ScheduledExecutorService looking;

    OperationEvents(
            BulkOperations operations,
            OperationSights sights,
            MeterRegistry meters,
            @Value("${authz.bulk.events-heartbeat:10s}") Duration heartbeat) {
        this.operations = operations;
        this.sights = sights;
        this.heartbeat = heartbeat;
        Gauge.builder("authz.bulk.watchers", this, OperationEvents::watchers)
                .description("Clients that watch operations through this instance")
                .register(meters);
    }

    private record Watched(TenantId tenant, Set<OperationWatcher> watchers) {}

    /**
     * @param operation as the viewer sees it
     * @param seen the id of the last event that the client has had; -1 if none
     */
    SseEmitter watch(Caller viewer, Operation operation, long seen) {
        SseEmitter emitter = new SseEmitter(WATCHED_AT_MOST.toMillis());
        OperationWatcher watcher =
                new OperationWatcher(emitter, viewer, operation, seen, heartbeat, gone -> forget(operation.id(), gone));
        emitter.onTimeout(emitter::complete);
        emitter.onCompletion(() -> forget(operation.id(), watcher));
        watched.compute(operation.id(), (id, before) -> {
            Watched now = before == null ? new Watched(viewer.tenant(), ConcurrentHashMap.newKeySet()) : before;
            now.watchers().add(watcher);
            return now;
        });
        watcher.show(operation);
        return emitter;
    }

    private void forget(UUID operation, OperationWatcher watcher) {
        watched.computeIfPresent(operation, (id, now) -> {
            now.watchers().remove(watcher);
            return now.watchers().isEmpty() ? null : now;
        });
    }

    private void look() {
        watched.forEach((id, each) -> {
            try {
                Operation operation = operations.get(each.tenant(), id);
                Map<Viewer, Operation> seen = new HashMap<>();
                each.watchers()
                        .forEach(watcher -> watcher.show(seen.computeIfAbsent(
                                OperationSights.viewer(watcher.viewer()),
                                viewer -> sights.seen(watcher.viewer(), operation))));
            } catch (RuntimeException failed) {
                log.warn("progress of operation {} could not be read and is tried again", id, failed);
            }
        });
    }

    private double watchers() {
        return watched.values().stream()
                .mapToInt(each -> each.watchers().size())
                .sum();
    }

    @Override
    public synchronized void start() {
        looking = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("bulk-progress").factory());
        looking.scheduleWithFixedDelay(this::look, LOOK_AGAIN_MILLIS, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Before the web server waits for its requests, which these would outlast; clients go on at another instance. */
    @Override
    public synchronized void stop() {
        if (looking != null) {
            looking.shutdownNow();
            looking = null;
        }
        watched.values().forEach(each -> each.watchers().forEach(OperationWatcher::leave));
    }

    @Override
    public synchronized boolean isRunning() {
        return looking != null;
    }
}
