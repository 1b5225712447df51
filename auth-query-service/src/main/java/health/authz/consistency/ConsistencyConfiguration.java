package health.authz.consistency;

import health.authz.platform.consistency.ConsistencyTokens;
import health.authz.rebuild.ReadPositions;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires reads that wait. */
@Configuration("consistentReadsConfiguration")
class ConsistencyConfiguration {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

    @Bean(destroyMethod = "shutdownNow")
    HttpClient writersHttp() {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_WITHIN)
                .build();
    }

    @Bean
    ConsistentReads consistentReads(
            ConsistencyTokens tokens,
            HttpClient writersHttp,
            ReadPositions positions,
            @Value("${authz.command-url}") URI command,
            @Value("${authz.alert-url}") URI alert,
            @Value("${authz.billing-url}") URI billing) {
        Map<String, URI> services =
                Map.of("auth-command-service", command, "alert-service", alert, "billing-group-service", billing);
        return new ConsistentReads(tokens, new Writers(writersHttp, services), positions);
    }
}
