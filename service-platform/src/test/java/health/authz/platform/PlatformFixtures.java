package health.authz.platform;

import health.authz.events.AuthorizationId;
import health.authz.events.TenantId;
import health.authz.events.authorization.AuthorizationEvent.AuthInactivated;
import health.authz.events.authorization.ChangeReason;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.eventstore.NewEvent;
import java.util.UUID;

/** Small events for the platform's tests. */
public final class PlatformFixtures {
    public static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    public static final EventMetadata METADATA =
            new EventMetadata(new TenantId("abc-therapeutic"), "biller", null, "c-1", null, TRACE);

    private PlatformFixtures() {}

    public static AuthorizationId authorization() {
        return new AuthorizationId(UUID.randomUUID());
    }

    public static NewEvent event(AuthorizationId id, long sequence) {
        return new NewEvent(
                "Authorization", id.toString(), sequence, new AuthInactivated(id, ChangeReason.OTHER), METADATA);
    }
}
