package health.authz.events.envelope;

import health.authz.events.DomainEvent;
import health.authz.events.alert.AlertEvent;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.billinggroup.BillingGroupEvent;
import health.authz.events.bulk.BulkOperationEvent;
import health.authz.events.calendar.CalendarEvent;
import health.authz.events.profile.ProfileEvent;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Logical type names of events. Stored and published under these, never under a Java class name: a class may move. */
public final class EventTypes {
    private static final Map<String, Class<?>> BY_NAME = Stream.of(
                    AuthorizationEvent.class,
                    BulkOperationEvent.class,
                    BillingGroupEvent.class,
                    ProfileEvent.class,
                    CalendarEvent.class,
                    AlertEvent.class)
            .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
            .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

    private EventTypes() {}

    /** Logical name of an event class, for example {@code AuthAdded}. */
    public static String nameOf(Class<? extends DomainEvent> type) {
        return type.getSimpleName();
    }

    /** The record behind a logical name; empty for a name that this version does not know. */
    @SuppressWarnings("unchecked")
    public static Optional<Class<? extends DomainEvent>> classOf(String name) {
        return Optional.ofNullable((Class<? extends DomainEvent>) BY_NAME.get(name));
    }

    /** All events by logical name. */
    public static Map<String, Class<?>> all() {
        return BY_NAME;
    }
}
