package health.authz.platform.relay;

import java.time.Duration;

/** What the relay's tests share. */
final class RelayFixtures {
    /** So long a poll that whoever is seen to be fast was woken. */
    static final RelayProperties PROPERTIES =
            new RelayProperties(Duration.ofSeconds(30), 100, 500, Duration.ZERO, Duration.ofHours(1), false);

    /** For producers that are told what to do, which have no topics. */
    static final TopicGuard UNGUARDED = new TopicGuard() {
        @Override
        public void check(RelayStore store) {}

        @Override
        public void checkNowAndThen(RelayStore store) {}

        @Override
        public void compare(Batch acknowledged) {}
    };

    private RelayFixtures() {}
}
