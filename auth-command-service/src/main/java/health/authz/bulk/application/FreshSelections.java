package health.authz.bulk.application;

import health.authz.bulk.domain.Target;
import health.authz.events.TenantId;
import health.authz.platform.consistency.ConsistencyToken;
import health.authz.platform.consistency.ListBehind;
import health.authz.platform.consistency.Reach;
import health.authz.platform.json.Json;
import health.authz.platform.web.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Selections of a list that has what its organisation committed before it was asked, so that no row is left out that was
 * there before the click. Other organisations' rows are not waited for.
 *
 * <p>While Kafka or the relay is away there is nothing to wait for: the selection is made on the list as it is, and the
 * preview says so.
 */
final class FreshSelections implements SelectionLines {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A relay that has rows to send and sends none for so long is away, whichever instance it runs in. */
    static final Duration STANDS_STILL = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(FreshSelections.class);

    private final AtOneTry list;
    private final OwnChanges changes;
    private final PreparingPreviews previews;
    private final LongSupplier nanos;
    private final Runnable pause;

    /** Asks the list once. */
    @FunctionalInterface
    interface AtOneTry {
        /**
         * @param reach that the list must have read; {@code null} = as it is
         * @throws ProblemException what the list refused, 503 {@code list-behind} if it has not read so far yet
         */
        void read(
                Asked asked,
                @Nullable Reach reach,
                @Nullable String consistentWith,
                LongConsumer atLeast,
                Consumer<Target> each);
    }

    /** What this service has committed, and how far that is told. */
    interface OwnChanges {
        /** What of an organisation's is stored and not told yet. */
        ConsistencyToken notPassed(TenantId tenant);

        /** Empty until all that the token stands for is told. */
        Optional<Reach> reachOf(ConsistencyToken token);

        /** Other whenever the relay got on. */
        long passed();

        /** Whether the relay knows that it does not get on. */
        boolean relayIsAway();
    }

    FreshSelections(AtOneTry list, OwnChanges changes, PreparingPreviews previews, LongSupplier nanos, Runnable pause) {
        this.list = list;
        this.changes = changes;
        this.previews = previews;
        this.nanos = nanos;
        this.pause = pause;
    }

    @Override
    public void read(Asked asked, LongConsumer atLeast, Consumer<Target> each) {
        if (namesClients(asked)) {
            list.read(asked, null, null, atLeast, each);
            return;
        }
        Waiting waiting = new Waiting(asked, nanos.getAsLong() + PATIENCE.toNanos());
        Reach reach = waiting.forTheRelay();
        while (!waiting.read(reach, atLeast, each)) {
            pause.run();
        }
    }

    /** Nothing of the list goes into these. */
    private static boolean namesClients(Asked asked) {
        return asked.what().equals("clients")
                && Json.mapper().readTree(asked.selection()).has("ids");
    }

    /** One preview's patience. */
    private final class Waiting {
        private final Asked asked;
        private final long end;
        private boolean told;
        private boolean asItIs;

        Waiting(Asked asked, long end) {
            this.asked = asked;
            this.end = end;
        }

        /** @return how far the organisation's records reach; {@code null} if the relay does not get so far */
        @Nullable
        Reach forTheRelay() {
            ConsistencyToken wanted = changes.notPassed(asked.caller().tenant());
            long passed = -1;
            long movedAt = nanos.getAsLong();
            while (true) {
                Optional<Reach> reach = changes.reachOf(wanted);
                if (reach.isPresent()) {
                    return reach.get();
                }
                long now = nanos.getAsLong();
                if (changes.passed() != passed) {
                    passed = changes.passed();
                    movedAt = now;
                }
                if (changes.relayIsAway() || now - movedAt >= STANDS_STILL.toNanos()) {
                    takeItAsItIs("the relay does not get on");
                    return null;
                }
                goOnWaiting(ListBehind.notToldYet());
                pause.run();
            }
        }

        /** @return false if it is to be asked again */
        boolean read(@Nullable Reach reach, LongConsumer atLeast, Consumer<Target> each) {
            try {
                list.read(asked, asItIs ? null : reach, asItIs ? null : asked.consistentWith(), atLeast, each);
                if (told && !asItIs) {
                    previews.listIs(asked.preview(), null);
                }
                return true;
            } catch (ProblemException refused) {
                if (!refused.slug().equals(ListBehind.SLUG) || asItIs) {
                    throw refused;
                }
                if (refused.more().containsKey(ListBehind.KAFKA_IS_AWAY)) {
                    takeItAsItIs("Kafka is away");
                } else {
                    goOnWaiting(refused);
                }
                return false;
            }
        }

        private void takeItAsItIs(String why) {
            log.warn("preview {} is made on the list as it is: {}", asked.preview(), why);
            asItIs = true;
            previews.listIs(asked.preview(), ListFreshness.MAY_BE_BEHIND);
        }

        private void goOnWaiting(ProblemException behind) {
            if (nanos.getAsLong() >= end) {
                throw behind;
            }
            if (!told) {
                told = true;
                previews.listIs(asked.preview(), ListFreshness.WAITED_FOR);
            }
        }
    }
}
