package health.authz.authorization.application;

import health.authz.authorization.domain.CodeFacts;
import health.authz.events.BillingCode;
import health.authz.events.TenantId;
import java.util.Collection;
import java.util.Map;

/** What is known here of billing codes. */
public interface Codes {
    /**
     * Those that are known among these, by the names given: what a name means may be written otherwise (rule B-64). One that is new
     * elsewhere may be missing for a moment.
     */
    Map<BillingCode, CodeFacts> of(TenantId tenant, Collection<BillingCode> codes);

    /** As the code was defined that the name means; as it is written where none is known. */
    static BillingCode defined(BillingCode named, Map<BillingCode, CodeFacts> known) {
        CodeFacts facts = known.get(named);
        return facts == null ? named : facts.code();
    }
}
