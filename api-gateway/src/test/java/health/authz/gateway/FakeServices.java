package health.authz.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** All services at once, each route answering what the test says; what nobody said anything about answers an empty object. */
final class FakeServices implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Said> said = new ConcurrentHashMap<>();
    private volatile String token = "";
    private volatile boolean behind;
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    private record Said(int status, String body) {}

    /** One request as it arrived. */
    record Asked(String method, String pathAndQuery, String body, Map<String, List<String>> headers) {}

    FakeServices() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            server.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
            server.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** From now on changes are answered with this token. */
    FakeServices answersChangesWith(String consistency) {
        token = consistency;
        return this;
    }

    /** From now on nothing gets so far as somebody names. */
    void behind() {
        behind = true;
    }

    FakeServices says(String methodAndPath, int status, String body) {
        said.put(methodAndPath, new Said(status, body));
        return this;
    }

    void forget() {
        said.clear();
        token = "";
        behind = false;
        asked.clear();
    }

    /** The last request of this method to this path. */
    Asked last(String method, String path) {
        return asked.reversed().stream()
                .filter(each -> each.method().equals(method)
                        && each.pathAndQuery().replaceAll("\\?.*", "").equals("/api/v1" + path))
                .findFirst()
                .orElseThrow(() -> new AssertionError(method + " " + path + " was not asked, but " + asked));
    }

    String[] addresses() {
        return RunningGateway.allServicesAt(
                "http://localhost:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String method = exchange.getRequestMethod();
        asked.add(
                new Asked(method, exchange.getRequestURI().toString(), body, Map.copyOf(exchange.getRequestHeaders())));
        String path = exchange.getRequestURI().getPath().replaceFirst("/api/v1", "");
        boolean waitsInVain = behind && exchange.getRequestURI().toString().contains("consistentWith=");
        Said answer = waitsInVain
                ? new Said(503, "{ \"type\": \"/problems/list-behind\", \"status\": 503, \"detail\": \"\" }")
                : said.getOrDefault(method + " " + path, new Said(200, "{}"));
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", answer.status() >= 400 ? "application/problem+json" : "application/json");
        if (!method.equals("GET") && !token.isEmpty()) {
            exchange.getResponseHeaders().set("Authz-Consistency", token);
        }
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
