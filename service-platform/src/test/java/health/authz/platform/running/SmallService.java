package health.authz.platform.running;

import health.authz.events.envelope.Topics;
import health.authz.platform.consuming.ParkingLot;
import health.authz.platform.consuming.Positions;
import health.authz.platform.consuming.StreamConsumer;
import health.authz.platform.consuming.StreamConsumers;
import health.authz.platform.eventstore.AggregateTypes;
import health.authz.platform.relay.Outbox;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.topics.TopicMaker;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.NewTopic;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

/** The smallest service on the platform: two questions and one consumer. */
@SpringBootApplication(scanBasePackages = "health.authz.platform")
class SmallService {
    static final String LINE = "{\"id\":\"a-1\"}\n";

    @Bean
    AggregateTypes aggregateTypes() {
        return new AggregateTypes(List.of(), List.of());
    }

    @Bean
    NewTopic clientDirectory(TopicMaker topics) {
        return topics.compacted(Topics.CLIENT_DIRECTORY, 1);
    }

    @Bean
    ConcurrentMessageListenerContainer<byte[], byte[]> smallList(
            StreamConsumers consumers, Positions positions, ParkingLot parkingLot, TransactionTemplate transaction) {
        return consumers.container(
                new StreamConsumer("small-list", batch -> {}, positions, parkingLot, transaction),
                10,
                Topics.AUTH_EVENTS);
    }

    /** A filter of a service that asks the store before any controller does. */
    @Bean
    FilterRegistrationBean<OncePerRequestFilter> asking(JdbcTemplate jdbc) {
        FilterRegistrationBean<OncePerRequestFilter> filter = new FilterRegistrationBean<>(new OncePerRequestFilter() {
            @Override
            protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                    throws ServletException, IOException {
                jdbc.queryForObject("select 1", Integer.class);
                chain.doFilter(request, response);
            }
        });
        filter.addUrlPatterns("/filtered");
        return filter;
    }

    /** Changes something, as a service does. */
    @RestController
    static class ChangingController {
        private final Outbox outbox;

        ChangingController(Outbox outbox) {
            this.outbox = outbox;
        }

        @PutMapping("/api/v1/things/{status}")
        ResponseEntity<String> put(Caller caller, @PathVariable("status") int status) {
            String tenant = caller.tenant().value();
            outbox.put(List.of(
                    new Outbox.Line(Topics.CLIENT_DIRECTORY, tenant + "/client/1", Map.of("tenantid", tenant), "{}")));
            return status == 204
                    ? ResponseEntity.noContent().build()
                    : ResponseEntity.status(status).body("x".repeat(20_000));
        }

        @GetMapping("/api/v1/things")
        String get() {
            return "[]";
        }
    }

    @RestController
    static class TenantController {
        private final JdbcTemplate jdbc;
        private final TransactionTemplate transaction;
        private final org.axonframework.config.Configuration axon;

        TenantController(
                JdbcTemplate jdbc, TransactionTemplate transaction, org.axonframework.config.Configuration axon) {
            this.jdbc = jdbc;
            this.transaction = transaction;
            this.axon = axon;
        }

        @GetMapping("/tenant")
        String tenant(Caller caller) {
            caller.require(Permission.AUTH_READ);
            return caller.tenant().value();
        }

        /** Asks the store: by itself, in a transaction, through Axon, or in a filter. */
        @GetMapping("/asked/{how}")
        @Nullable
        Integer asked(@PathVariable String how) {
            String question = "select 1";
            return switch (how) {
                case "plainly" -> jdbc.queryForObject(question, Integer.class);
                case "in-a-transaction" -> transaction.execute(status -> jdbc.queryForObject(question, Integer.class));
                case "through-the-event-store" ->
                    transaction.execute(status -> {
                        axon.eventStore()
                                .publish(new GenericDomainEventMessage<>(
                                        "Asked", UUID.randomUUID().toString(), 0, "nothing"));
                        return 1;
                    });
                default -> jdbc.queryForObject("select " + how, Integer.class);
            };
        }

        @GetMapping("/lines")
        void lines(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/x-ndjson");
            response.getOutputStream().print(LINE);
            if (request.getParameter("flushed") != null) {
                response.flushBuffer();
            }
            throw new IllegalStateException("the store went away between two lines");
        }
    }
}
