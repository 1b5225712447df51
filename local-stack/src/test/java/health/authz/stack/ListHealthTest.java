package health.authz.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stack is ready when the list is whole, and says how many rows it looked at. */
class ListHealthTest {
    private final Deque<String> said = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void aQueryService() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/actuator/health/list", exchange -> {
            String now = said.size() > 1 ? said.pop() : said.peek();
            byte[] body = now.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(now.contains("UP") ? 200 : 503, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private ListHealth list() {
        return new ListHealth(
                URI.create("http://localhost:" + server.getAddress().getPort()));
    }

    @Test
    void it_waits_until_the_list_is_whole_and_tells_the_rows() {
        said.add("""
                {"status":"DOWN","details":{"reason":"the list is being rebuilt from Kafka","done":10,"total":9300}}""");
        said.add("""
                {"status":"DOWN","details":{"reason":"the list is being rebuilt from Kafka","done":9000,"total":9300}}""");
        said.add("""
                {"status":"UP","details":{"authorizations":9216}}""");
        List<String> looks = new ArrayList<>();

        list().awaitWhole(told::add, () -> looks.add("looked"));

        assertThat(looks).hasSize(3);
        assertThat(told).endsWith("9,216 authorizations listed");
    }

    @Test
    void it_ends_when_waiting_is_in_vain() {
        said.add("""
                {"status":"DOWN","details":{"done":0,"total":0}}""");

        assertThatThrownBy(() -> list().awaitWhole(told::add, () -> {
                    throw new IllegalStateException("auth-query-service does not start");
                }))
                .hasMessage("auth-query-service does not start");
    }
}
