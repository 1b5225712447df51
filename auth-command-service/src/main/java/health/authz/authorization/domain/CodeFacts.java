package health.authz.authorization.domain;

import health.authz.events.BillingCode;
import health.authz.events.Units;
import org.jspecify.annotations.Nullable;

/**
 * What a decision needs to know about a billing code.
 *
 * @param unmanaged the code's own flag, used where the form says N/A
 * @param defaultUnits allotted where nobody says otherwise; {@code null} = none
 */
public record CodeFacts(
        BillingCode code,
        boolean active,
        boolean unmanaged,
        @Nullable Units defaultUnits) {}
