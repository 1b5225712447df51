package health.authz.calendar;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import health.authz.events.calendar.CalendarEvent.DayBegan;
import java.time.LocalDate;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * The days of one organisation in one time zone. The first is the day on which it was first heard of; from there each
 * begins exactly once and in order, also after downtime: the place in the stream can be taken by one writer only.
 */
public class CalendarAggregate {
    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable LocalDate last;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(BeginDays command) {
        LocalDate from = last == null ? command.upTo() : last.plusDays(1);
        from.datesUntil(
                        command.upTo().plusDays(1).isBefore(from)
                                ? from
                                : command.upTo().plusDays(1))
                .forEach(day -> apply(new DayBegan(command.tenant(), command.zone(), day)));
    }

    @EventSourcingHandler
    void on(DayBegan began) {
        id = BeginDays.id(began.tenantId(), began.zone());
        last = began.date();
    }
}
