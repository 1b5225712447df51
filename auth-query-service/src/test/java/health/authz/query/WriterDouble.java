package health.authz.query;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands for the service that wrote: says how far its records reach, as a test wants it. */
final class WriterDouble {
    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile String reach = "";

    WriterDouble() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/internal/consistency", exchange -> {
            asked.incrementAndGet();
            byte[] body = ("{\"reach\":\"" + reach + "\"}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reach.isEmpty() ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** From now on its records reach so far. */
    void reaches(String offsets) {
        asked.set(0);
        reach = offsets;
    }

    /** From now on it cannot say. */
    void refuses() {
        reach = "";
    }

    int asked() {
        return asked.get();
    }
}
