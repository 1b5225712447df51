package health.authz.platform.consuming;

import health.authz.events.envelope.Topics;

/** What records tell of, and what is parked together: an aggregate, or a directory record by its key. */
public record Subject(String topic, String id) {
    public static Subject of(Received record) {
        return new Subject(record.topic(), record.subject());
    }

    boolean holdsStates() {
        return Topics.holdsStates(topic);
    }
}
