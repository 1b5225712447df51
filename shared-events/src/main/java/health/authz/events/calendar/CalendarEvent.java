package health.authz.events.calendar;

import health.authz.events.DomainEvent;
import health.authz.events.TenantId;
import java.time.LocalDate;

/** The passing of days, as facts: time enters the system here and nowhere else. */
public sealed interface CalendarEvent extends DomainEvent {
    /**
     * A day began for an organisation in one time zone; each exactly once and in order, also after downtime.
     *
     * @param zone IANA name, for example {@code America/New_York}
     */
    record DayBegan(TenantId tenantId, String zone, LocalDate date) implements CalendarEvent {}
}
