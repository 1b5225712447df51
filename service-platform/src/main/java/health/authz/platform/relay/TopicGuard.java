package health.authz.platform.relay;

import java.sql.SQLException;

/** Notices that Kafka does not hold any more what it acknowledged. */
interface TopicGuard {
    /**
     * Compares the topics with what was saved.
     *
     * @throws LostTopics if a topic is missing, is another one, or ends before what it acknowledged
     */
    void check(RelayStore store) throws SQLException;

    /** The same, once in a while, and when a topic was written to for the first time. */
    void checkNowAndThen(RelayStore store) throws SQLException;

    /**
     * Compares a batch with those before.
     *
     * @throws LostTopics if an offset that was given before was given again
     */
    void compare(Batch acknowledged);
}
