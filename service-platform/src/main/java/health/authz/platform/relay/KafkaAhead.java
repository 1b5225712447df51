package health.authz.platform.relay;

/** Kafka tells of what the store does not hold; telling on would give numbers a second time that readers know already. */
class KafkaAhead extends RuntimeException {
    KafkaAhead(String what) {
        super("kafka-is-ahead: " + what
                + "; was PostgreSQL restored to an earlier moment? docs/runbooks.md says what to do");
    }
}
