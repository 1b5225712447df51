package health.authz.authorization.application;

import health.authz.authorization.domain.CodeFacts;
import health.authz.events.BillingCode;
import health.authz.events.TenantId;
import java.util.Collection;
import java.util.Map;

/** What is known here of billing codes. */
public interface Codes {
    /** Those that are known among these; one that is new elsewhere may be missing for a moment. */
    Map<BillingCode, CodeFacts> of(TenantId tenant, Collection<BillingCode> codes);
}
