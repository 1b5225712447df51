package health.authz.bulk.application;

import health.authz.events.TenantId;
import health.authz.events.UserId;
import java.util.Optional;
import java.util.UUID;

/** Previews as confirming them needs them. */
interface ConfirmablePreviews {
    /** Only its maker finds it, and nobody else confirms it until the transaction ends. */
    Optional<Preview> lock(TenantId tenant, UserId maker, UUID id);

    void confirmed(UUID id, UUID operation);
}
