package health.authz.gateway.limits;

import health.authz.gateway.Problem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.springframework.http.HttpStatus;

/**
 * Callers without a name, who have neither a good token nor a session, count by their address; so a flood of them takes nothing from
 * those who have one, also at the same address.
 */
public final class AddressLimit {
    private static final Problem TOO_MANY_REQUESTS = Problem.of(
            HttpStatus.TOO_MANY_REQUESTS,
            "too-many-requests",
            "Too many requests",
            "More requests without a good token or a session came from your address than may (limit address-requests). Wait as"
                    + " long as Retry-After says, or sign in.");
    private static final int NETWORK_BYTES = 8;
    private final Limits limits;
    private final Counter refused;

    AddressLimit(Limits limits, MeterRegistry meters) {
        this.limits = limits;
        this.refused = LimitFilter.refusals("address-requests", meters);
    }

    /** Counts a request; where it is one too many, answers it with 429. @return whether it was answered */
    public boolean refuses(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<Duration> wait = limits.request(network(request.getRemoteAddr()));
        if (wait.isEmpty()) {
            return false;
        }
        LimitFilter.refuse(TOO_MANY_REQUESTS, wait.get(), refused, request, response);
        return true;
    }

    /** Whoever has an address of version 6 has 2^64 of them, so their network counts. */
    static String network(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(Arrays.copyOf(bytes, Math.min(bytes.length, NETWORK_BYTES)));
        } catch (UnknownHostException noAddress) {
            return address;
        }
    }
}
