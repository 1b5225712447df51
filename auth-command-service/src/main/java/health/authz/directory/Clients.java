package health.authz.directory;

import health.authz.events.ClientId;
import health.authz.events.TenantId;
import java.util.Collection;
import java.util.Map;
import java.util.SortedSet;

/** Clients as they are known now, in whole chunks. */
public interface Clients {
    /** Those that exist among these. */
    Map<ClientId, ClientFacts> clients(TenantId tenant, Collection<ClientId> ids);

    /** Locks clients, in their order, until the transaction ends, so that two adds cannot both see no duplicate. */
    void lockClients(TenantId tenant, SortedSet<ClientId> ids);
}
