package health.authz.events.envelope;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Kinds of aggregates, by the name under which the store keeps them: to which topic their events go, and under which key.
 *
 * <p>Whoever moves events needs no more than this, so an event that a version does not know does not stop it.
 */
public enum StreamKind {
    AUTHORIZATION("Authorization", Topics.AUTH_EVENTS, Key.AGGREGATE),
    BULK_OPERATION("BulkOperation", Topics.BULK_OPERATION_EVENTS, Key.OPERATION),
    BULK_CHUNK("BulkChunk", Topics.BULK_OPERATION_EVENTS, Key.OPERATION),
    BILLING_CODE("BillingCodeAggregate", Topics.BILLING_GROUP_EVENTS, Key.TENANT),
    BILLING_CODE_GROUP("BillingCodeGroupAggregate", Topics.BILLING_GROUP_EVENTS, Key.TENANT),
    PROFILE("ProfileAggregate", Topics.PROFILE_EVENTS, Key.TENANT),
    SETTING("SettingAggregate", Topics.PROFILE_EVENTS, Key.TENANT),
    CALENDAR("CalendarAggregate", Topics.CALENDAR_EVENTS, Key.TENANT),
    ALERT("Alert", Topics.ALERT_EVENTS, Key.AGGREGATE);

    /** What a topic is in order by: each aggregate for itself, an operation with its chunks, or all of an organisation. */
    private enum Key {
        AGGREGATE,
        OPERATION,
        TENANT
    }

    private static final Map<String, StreamKind> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(kind -> kind.storedName, Function.identity()));

    private final String storedName;
    private final String topic;
    private final Key key;

    StreamKind(String storedName, String topic, Key key) {
        this.storedName = storedName;
        this.topic = topic;
        this.key = key;
    }

    /** The kind that the store keeps under a name; empty for one that this version does not know. */
    public static Optional<StreamKind> of(String storedName) {
        return Optional.ofNullable(BY_NAME.get(storedName));
    }

    /** Name in the store's column {@code type}. */
    public String storedName() {
        return storedName;
    }

    public String topic() {
        return topic;
    }

    /**
     * Kafka key of an event.
     *
     * @param tenant asked only where the topic is in order by organisation
     */
    public String key(String aggregateId, Supplier<String> tenant) {
        return switch (key) {
            case AGGREGATE -> aggregateId;
            case OPERATION -> aggregateId.split("/", 2)[0]; // a chunk's id begins with the operation's
            case TENANT -> tenant.get();
        };
    }
}
