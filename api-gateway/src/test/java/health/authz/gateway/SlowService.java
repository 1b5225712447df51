package health.authz.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A service whose answer flows in two halves, the second when the test says so; it counts what it is sent as it comes. */
final class SlowService implements AutoCloseable {
    static final byte[] HALF = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
    final AtomicLong received = new AtomicLong();
    static final String EVENT = "event:progress\nid:1\n\n";
    final Semaphore secondEvent = new Semaphore(0);
    final Semaphore secondHalf = new Semaphore(0);
    final CountDownLatch never = new CountDownLatch(1);
    volatile @Nullable String correlation;
    volatile @Nullable String trace;
    volatile @Nullable String lastEventId;
    private final HttpServer server;

    SlowService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/api/v1/authorizations", this::inHalves);
        server.createContext("/api/v1/directory/import", this::count);
        server.createContext("/api/v1/bulk-previews", this::hang);
        server.createContext("/api/v1/bulk-operations", this::tell);
        server.createContext("/api/v1/users", this::remember);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private void inHalves(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(HALF);
        exchange.getResponseBody().flush();
        await(secondHalf);
        exchange.getResponseBody().write(HALF);
        exchange.close();
    }

    private void tell(HttpExchange exchange) throws IOException {
        lastEventId = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(EVENT.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
        await(secondEvent);
        exchange.getResponseBody().write(EVENT.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private void count(HttpExchange exchange) throws IOException {
        byte[] buffer = new byte[8_192];
        try (InputStream in = exchange.getRequestBody()) {
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                received.addAndGet(got);
            }
        }
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private void hang(HttpExchange exchange) {
        try {
            never.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    private void remember(HttpExchange exchange) throws IOException {
        trace = exchange.getRequestHeaders().getFirst("traceparent");
        correlation = exchange.getRequestHeaders().getFirst("X-Correlation-Id");
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private static void await(Semaphore signal) {
        try {
            if (!signal.tryAcquire(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test did not ask for the second half");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        never.countDown();
        server.stop(0);
    }
}
