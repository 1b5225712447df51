package health.authz.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** All services in one: answers what a test told it, by method and address, and remembers what it was asked. */
final class ToldServices implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    private record Answer(int status, String body) {}

    /** A request that came. */
    record Asked(String method, String address, String type, String ifMatch, String body) {}

    ToldServices() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** What makes a gateway take this for all of its services. */
    String[] addresses() {
        return RunningGateway.allServicesAt(address());
    }

    /** What is told last of an address counts; {@code request} is method, blank and a pattern of the address below the API. */
    synchronized ToldServices when(String request, int status, String body) {
        answers.remove(request);
        answers.put(request, new Answer(status, body));
        return this;
    }

    synchronized void forget() {
        answers.clear();
        asked.clear();
    }

    /** Requests of this method, in order. */
    List<Asked> asked(String method) {
        return asked.stream().filter(each -> each.method().equals(method)).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String address = exchange.getRequestURI().toString().replace("/api/v1", "");
        asked.add(new Asked(
                exchange.getRequestMethod(),
                address,
                String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
                String.valueOf(exchange.getRequestHeaders().getFirst("If-Match")),
                body));
        Answer answer = told(exchange.getRequestMethod() + " " + address);
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", answer.status() < 400 ? "application/json" : "application/problem+json");
        exchange.getResponseHeaders().set("ETag", "\"3\"");
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized Answer told(String request) {
        Answer found = new Answer(404, """
                {"type": "/problems/not-found", "title": "Not found", "status": 404,
                 "detail": "There is nothing here that you may see."}""");
        for (Map.Entry<String, Answer> each : answers.entrySet()) {
            if (request.matches(each.getKey())) {
                found = each.getValue();
            }
        }
        return found;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
