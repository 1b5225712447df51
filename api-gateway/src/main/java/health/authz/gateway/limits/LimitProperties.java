package health.authz.gateway.limits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much may be asked for, as one instance of the gateway counts it.
 *
 * @param requestsPerSecond of one user, for as long as they like
 * @param burst requests of one user at once, after a quiet time; at least {@code requestsPerSecond}
 * @param rowsPerHour rows that one organisation previews and confirms
 * @param usersMax users that are counted at the same time; beyond that the longest quiet one begins anew
 * @param organisationsMax the same for organisations
 */
@ConfigurationProperties("authz.limits")
record LimitProperties(
        @DefaultValue("100") long requestsPerSecond,
        @DefaultValue("300") long burst,
        @DefaultValue("5000000") long rowsPerHour,
        @DefaultValue("50000") int usersMax,
        @DefaultValue("10000") int organisationsMax) {
    LimitProperties {
        check(requestsPerSecond > 0, "requests-per-second is above 0");
        check(burst >= requestsPerSecond, "burst is at least requests-per-second");
        check(rowsPerHour > 0, "rows-per-hour is above 0");
        check(usersMax > 0 && organisationsMax > 0, "users-max and organisations-max are above 0");
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("authz.limits: " + rule);
        }
    }
}
