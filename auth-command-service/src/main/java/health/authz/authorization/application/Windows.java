package health.authz.authorization.application;

import health.authz.authorization.domain.ExistingWindow;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.TenantId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Which client has which code from when to when, in whole chunks; all run in the transaction of the events. */
public interface Windows {
    /** What these clients have of these codes, voided ones included, by id; a client with nothing is absent. */
    Map<ClientId, List<ExistingWindow>> existing(
            TenantId tenant, Collection<ClientId> clients, Collection<BillingCode> codes);

    /** Writes those that are new. @throws ConcurrentChange if one is there already */
    void add(TenantId tenant, Collection<ExistingWindow> windows);

    /** Writes these as they are now. */
    void record(TenantId tenant, Collection<ExistingWindow> windows);
}
