package health.authz.platform.consistency;

import health.authz.events.TenantId;
import health.authz.platform.relay.RelayPositions;
import health.authz.platform.relay.RelaySource;
import java.util.Optional;

/** Tokens of this service's store, and whether the relay has passed what they stand for. */
public class Consistency {
    private final ConsistencyTokens tokens;
    private final StoredPositions stored;
    private final RelayPositions relay;
    private final String service;

    Consistency(ConsistencyTokens tokens, StoredPositions stored, RelayPositions relay, String service) {
        this.tokens = tokens;
        this.stored = stored;
        this.relay = relay;
        this.service = service;
    }

    /** For an answer to a change that is committed. */
    public String now(TenantId tenant) {
        return tokens.write(stored.now(tenant));
    }

    /** For whatever ended with the last event of this aggregate. */
    public String atEndOf(TenantId tenant, String aggregateId) {
        return tokens.write(stored.atEndOf(tenant, aggregateId));
    }

    /** @throws health.authz.platform.web.ProblemException 400 if no service made it for this organisation */
    public ConsistencyToken read(String token, TenantId tenant) {
        return tokens.read(token, tenant);
    }

    boolean isOurs(ConsistencyToken token) {
        return token.service().equals(service);
    }

    /** What the organisation has committed and the relay has not passed, as of now. */
    public ConsistencyToken notPassed(TenantId tenant) {
        return new ConsistencyToken(
                service,
                tenant,
                relay.lastOf(tenant.value(), RelaySource.EVENTS).orElse(0L),
                relay.lastOf(tenant.value(), RelaySource.OUTBOX).orElse(0L));
    }

    /** How far the organisation's records reach in Kafka; empty while some of those that the token stands for are not there. */
    public Optional<Reach> reachOf(ConsistencyToken token) {
        String tenant = token.tenant().value();
        boolean passed = relay.hasPassed(tenant, RelaySource.EVENTS, token.events())
                && relay.hasPassed(tenant, RelaySource.OUTBOX, token.outbox());
        return passed ? Optional.of(new Reach(relay.reach(tenant))) : Optional.empty();
    }

    /** Other whenever the relay got on. */
    public long passed() {
        return relay.passed(RelaySource.EVENTS) + relay.passed(RelaySource.OUTBOX);
    }
}
