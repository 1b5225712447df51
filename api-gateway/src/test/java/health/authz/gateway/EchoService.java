package health.authz.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A service that answers its own name and what it was asked. */
final class EchoService implements AutoCloseable {
    private final HttpServer server;

    private EchoService(HttpServer server) {
        this.server = server;
    }

    static EchoService named(String name) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> echo(name, exchange));
            server.start();
            return new EchoService(server);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Answers the same JSON whatever it is asked. */
    static EchoService saying(String json) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
                exchange.close();
            });
            server.start();
            return new EchoService(server);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private static void echo(String name, HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String answer = String.join(
                " ",
                name,
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                String.valueOf(exchange.getRequestHeaders().getFirst("If-Match")),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                        .replaceAll(" .*", ""),
                body);
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("ETag", "\"7\"");
        exchange.getResponseHeaders().set("Answered-By", name);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(202, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
