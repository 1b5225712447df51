package health.authz.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepetitionsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void start() {
        context.addTurboFilter(new Repetitions(nanos::get));
        said.setContext(context);
        said.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(said);
    }

    private List<String> lines() {
        return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void a_client_of_a_store_that_is_away_says_so_a_few_times_a_minute_and_then_how_often() {
        Logger client = context.getLogger("org.apache.kafka.clients.NetworkClient");
        for (int n = 0; n < 1_000; n++) {
            client.warn("Connection to node {} could not be established", n);
        }
        client.warn("another line");
        assertThat(lines()).hasSize(6).contains("another line");

        nanos.addAndGet(61_000_000_000L);
        client.warn("Connection to node {} could not be established", 7);

        assertThat(lines()).hasSize(8).element(6).asString().contains("995 more");
    }

    @Test
    void what_the_product_says_is_never_left_out() {
        Logger own = context.getLogger("health.authz.bulk");
        for (int n = 0; n < 1_000; n++) {
            own.warn("operation {} waits", n);
        }

        assertThat(lines()).hasSize(1_000);
    }
}
