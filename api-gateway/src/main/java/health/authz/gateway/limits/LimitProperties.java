package health.authz.gateway.limits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much may be asked for, as one instance of the gateway counts it.
 *
 * @param requestsPerSecond of one user, for as long as they like
 * @param burst requests of one user at once, after a quiet time; at least {@code requestsPerSecond}
 * @param addressRequestsPerSecond of all callers without a name at one address (IPv6: one /64 network)
 * @param addressBurst of those at once, after a quiet time; at least {@code addressRequestsPerSecond}
 * @param rowsPerHour rows that one organisation previews and confirms
 * @param usersMax users that are counted at the same time; beyond that the longest quiet one begins anew
 * @param addressesMax the same for addresses
 * @param organisationsMax the same for organisations
 */
@ConfigurationProperties("authz.limits")
record LimitProperties(
        @DefaultValue("100") long requestsPerSecond,
        @DefaultValue("300") long burst,
        @DefaultValue("100") long addressRequestsPerSecond,
        @DefaultValue("1000") long addressBurst,
        @DefaultValue("5000000") long rowsPerHour,
        @DefaultValue("50000") int usersMax,
        @DefaultValue("50000") int addressesMax,
        @DefaultValue("10000") int organisationsMax) {
    LimitProperties {
        check(requestsPerSecond > 0, "requests-per-second is above 0");
        check(burst >= requestsPerSecond, "burst is at least requests-per-second");
        check(addressRequestsPerSecond > 0, "address-requests-per-second is above 0");
        check(addressBurst >= addressRequestsPerSecond, "address-burst is at least address-requests-per-second");
        check(rowsPerHour > 0, "rows-per-hour is above 0");
        check(
                usersMax > 0 && addressesMax > 0 && organisationsMax > 0,
                "users-max, addresses-max and organisations-max are above 0");
    }

    private static void check(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("authz.limits: " + rule);
        }
    }
}
