package health.authz.platform.store;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long anything may take between this service and PostgreSQL, so that neither a server nor an instance that vanished holds others
 * up for longer (ADR 42). 0s = no limit.
 *
 * @param statement longest statement, waiting for locks included
 * @param lock longest wait for one lock; longer than {@code idleInTransaction}, whose end lets go of what is waited for
 * @param idleInTransaction longest pause between two statements of a transaction, after which PostgreSQL ends the session
 * @param answer longest silence of the server in the middle of an answer; longer than {@code statement}
 * @param unacknowledged longest time for which what was sent may stay unacknowledged, on either side
 */
@Validated
@ConfigurationProperties("authz.store")
public record StoreLimits(
        @DefaultValue("60s") @NotNull Duration statement,
        @DefaultValue("20s") @NotNull Duration lock,
        @DefaultValue("10s") @NotNull Duration idleInTransaction,
        @DefaultValue("75s") @NotNull Duration answer,
        @DefaultValue("20s") @NotNull Duration unacknowledged) {

    public StoreLimits {
        if (isLimit(answer) && (!isLimit(statement) || answer.compareTo(statement) <= 0)) {
            throw new IllegalArgumentException("authz.store.answer must be longer than authz.store.statement");
        }
        if (isLimit(lock) && (!isLimit(idleInTransaction) || lock.compareTo(idleInTransaction) <= 0)) {
            throw new IllegalArgumentException("authz.store.lock must be longer than authz.store.idle-in-transaction");
        }
    }

    private static boolean isLimit(Duration limit) {
        return !limit.isZero();
    }

    /** Properties of the driver: its own, and the server's settings for each session. What the address says goes first. */
    Map<String, String> driverProperties() {
        Map<String, String> properties = new HashMap<>(quiet());
        properties.put("socketTimeout", String.valueOf(answer.toSeconds()));
        properties.put(
                "options",
                String.join(
                        " ",
                        setting("statement_timeout", statement),
                        setting("lock_timeout", lock),
                        setting("idle_in_transaction_session_timeout", idleInTransaction),
                        network()));
        return properties;
    }

    /** For migrations, which take as long as they take, and hold a transaction open beside what they do. */
    Map<String, String> driverPropertiesWithoutLimits() {
        Map<String, String> properties = new HashMap<>(quiet());
        properties.put(
                "options",
                String.join(
                        " ",
                        setting("statement_timeout", Duration.ZERO),
                        setting("lock_timeout", Duration.ZERO),
                        setting("idle_in_transaction_session_timeout", Duration.ZERO),
                        network()));
        return properties;
    }

    /** The values of a statement, and the row that a table refused, may hold names: no failure tells them. */
    private static Map<String, String> quiet() {
        return Map.of("tcpKeepAlive", "true", "logServerErrorDetail", "false");
    }

    private String network() {
        return setting("tcp_user_timeout", unacknowledged)
                + " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=2";
    }

    private static String setting(String name, Duration limit) {
        return "-c " + name + "=" + limit.toMillis();
    }
}
