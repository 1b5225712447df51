package health.authz.platform.consistency;

import health.authz.platform.security.Caller;
import health.authz.platform.web.Fields;
import health.authz.platform.web.Problems;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Tells the list how far an organisation's records reach in Kafka; for that service, never routed by the gateway. */
@RestController
@org.springframework.boot.autoconfigure.condition.ConditionalOnProperty("spring.datasource.url")
class ConsistencyController {
    private static final int TOKEN_LENGTH_MAX = 2_000;
    private static final long WAIT_MILLIS_MAX = 5_000;
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(20).toNanos();
    private final Consistency consistency;

    ConsistencyController(Consistency consistency) {
        this.consistency = consistency;
    }

    @PostMapping("/internal/consistency")
    Map<String, String> reach(Caller caller, @RequestBody JsonNode body) {
        Fields fields = Fields.of(body);
        String text = fields.requiredText("token", TOKEN_LENGTH_MAX);
        long millis = fields.count("waitMillis").orElse(0L);
        fields.done();
        ConsistencyToken token = consistency.read(text, caller.tenant());
        if (!consistency.isOurs(token)) {
            throw Problems.notFound();
        }
        long end = System.nanoTime()
                + Duration.ofMillis(Math.min(millis, WAIT_MILLIS_MAX)).toNanos();
        Optional<Reach> reach = consistency.reachOf(token);
        while (reach.isEmpty() && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            reach = consistency.reachOf(token);
        }
        return Map.of("reach", reach.orElseThrow(ListBehind::notToldYet).text());
    }
}
