package health.authz.calendar;

import health.authz.events.TenantId;
import java.time.LocalDate;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Begin every day up to this one that has not begun yet. */
record BeginDays(@TargetAggregateIdentifier String aggregateId, TenantId tenant, String zone, LocalDate upTo) {
    static BeginDays of(TenantId tenant, String zone, LocalDate upTo) {
        return new BeginDays(id(tenant, zone), tenant, zone, upTo);
    }

    static String id(TenantId tenant, String zone) {
        return "calendar/" + tenant + "/" + zone;
    }
}
