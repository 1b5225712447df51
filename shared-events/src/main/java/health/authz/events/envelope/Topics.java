package health.authz.events.envelope;

import health.authz.events.DomainEvent;
import health.authz.events.alert.AlertEvent;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.billinggroup.BillingGroupEvent;
import health.authz.events.bulk.BulkOperationEvent;
import health.authz.events.calendar.CalendarEvent;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.profile.ProfileEvent;

/** Topic names, and which event goes where. */
public final class Topics {
    public static final String AUTH_EVENTS = "auth-events";
    public static final String BULK_OPERATION_EVENTS = "bulk-operation-events";
    public static final String BILLING_GROUP_EVENTS = "billing-group-events";
    public static final String PROFILE_EVENTS = "profile-events";
    public static final String CALENDAR_EVENTS = "calendar-events";
    public static final String ALERT_EVENTS = "alert-events";
    public static final String CLIENT_DIRECTORY = "client-directory";
    public static final String USER_DIRECTORY = "user-directory";
    public static final String REFERENCE_DIRECTORY = "reference-directory";

    private Topics() {}

    /** @throws IllegalArgumentException if the class is no event of this language */
    public static String topicOf(Class<? extends DomainEvent> type) {
        if (AuthorizationEvent.class.isAssignableFrom(type)) {
            return AUTH_EVENTS;
        }
        if (BulkOperationEvent.class.isAssignableFrom(type)) {
            return BULK_OPERATION_EVENTS;
        }
        if (BillingGroupEvent.class.isAssignableFrom(type)) {
            return BILLING_GROUP_EVENTS;
        }
        if (ProfileEvent.class.isAssignableFrom(type)) {
            return PROFILE_EVENTS;
        }
        if (CalendarEvent.class.isAssignableFrom(type)) {
            return CALENDAR_EVENTS;
        }
        if (AlertEvent.class.isAssignableFrom(type)) {
            return ALERT_EVENTS;
        }
        throw new IllegalArgumentException(type.getSimpleName() + " has no topic");
    }

    /** Topic of a kind of directory record. */
    public static String topicOf(DirectoryKind kind) {
        return switch (kind) {
            case CLIENT -> CLIENT_DIRECTORY;
            case USER -> USER_DIRECTORY;
            case PAYER, DIVISION, CLIENT_GROUP, USER_GROUP -> REFERENCE_DIRECTORY;
        };
    }

    /** Whether a topic's records are states of their keys, of which the last alone counts; all others are events. */
    public static boolean holdsStates(String topic) {
        return topic.equals(CLIENT_DIRECTORY) || topic.equals(USER_DIRECTORY) || topic.equals(REFERENCE_DIRECTORY);
    }
}
