package health.authz.bulk.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.authz.bulk.domain.Target;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.platform.consistency.ConsistencyToken;
import health.authz.platform.consistency.ListBehind;
import health.authz.platform.consistency.Reach;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ProblemException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a selection is read, and when on a list as it is. Each pause is a second. */
class FreshSelectionsTest {
    private static final Reach THERE = new Reach(Map.of(new TopicPartition("auth-events", 0), 7L));
    private static final Caller ANNA = new Caller(
            new TenantId("abc"),
            new UserId("anna"),
            Set.of(),
            Caller.DivisionScope.ALL,
            Caller.ClientScope.ALL,
            "token");

    private final List<String> read = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final List<Target> rows = new ArrayList<>();
    private long seconds;
    private long relayAfter;
    private long listAfter;
    private boolean relayMoves = true;
    private boolean relayIsAway;
    private boolean kafkaIsAway;

    private final FreshSelections.OwnChanges changes = new FreshSelections.OwnChanges() {
        @Override
        public ConsistencyToken notPassed(TenantId tenant) {
            return new ConsistencyToken("auth-command-service", tenant, 5, 0);
        }

        @Override
        public Optional<Reach> reachOf(ConsistencyToken token) {
            return seconds >= relayAfter ? Optional.of(THERE) : Optional.empty();
        }

        @Override
        public long passed() {
            return relayMoves ? seconds : 0;
        }

        @Override
        public boolean relayIsAway() {
            return relayIsAway;
        }
    };

    /** Only what is said of the list is asked of it. */
    private final PreparingPreviews previews = (PreparingPreviews) Proxy.newProxyInstance(
            PreparingPreviews.class.getClassLoader(),
            new Class<?>[] {PreparingPreviews.class},
            (proxy, method, given) -> said.add(method.getName() + " " + given[1]) ? null : null);

    private final FreshSelections selections = new FreshSelections(
            (asked, reach, token, atLeast, each) -> {
                read.add(seconds + " " + (reach == null ? "as it is" : reach.text()) + " " + token);
                if (reach != null && seconds < listAfter) {
                    throw ListBehind.notReadYet(kafkaIsAway);
                }
                each.accept(new Target(new UUID(1, 2).toString(), 0));
            },
            changes,
            previews,
            () -> Duration.ofSeconds(seconds).toNanos(),
            () -> seconds++);

    private void select(String what, String selection, @Nullable String token) {
        selections.read(new SelectionLines.Asked(new UUID(3, 4), ANNA, what, selection, token), count -> {}, rows::add);
    }

    @Test
    void a_list_that_is_far_enough_is_read_at_once_and_nothing_is_said_of_it() {
        select("authorizations", "{\"all\":true}", "t");
        assertThat(read).containsExactly("0 auth-events-0=7 t");
        assertThat(said).isEmpty();
        assertThat(rows).hasSize(1);
    }

    @Test
    void clients_that_are_named_are_read_whatever_the_list_knows() {
        relayAfter = 100;
        select("clients", "{\"ids\":[\"c-1\"]}", null);
        assertThat(read).containsExactly("0 as it is null");
    }

    @Test
    void it_waits_for_the_relay_and_then_for_the_list_and_says_so_meanwhile() {
        relayAfter = 3;
        listAfter = 5;
        select("clients", "{\"filter\":{}}", null);
        assertThat(read).containsExactly("3 auth-events-0=7 null", "4 auth-events-0=7 null", "5 auth-events-0=7 null");
        assertThat(said).containsExactly("listIs WAITED_FOR", "listIs null");
        assertThat(rows).as("once").hasSize(1);
    }

    @Test
    void after_a_minute_it_gives_up() {
        relayAfter = 20;
        listAfter = 1_000;
        assertThatThrownBy(() -> select("authorizations", "{\"all\":true}", null))
                .isInstanceOfSatisfying(ProblemException.class, failed -> assertThat(failed.slug())
                        .isEqualTo(ListBehind.SLUG));
        assertThat(seconds).isEqualTo(60);
        assertThat(rows).isEmpty();
    }

    @Test
    void a_relay_that_gets_on_is_waited_for_however_slow_it_is_but_not_for_longer_than_a_minute() {
        relayAfter = 1_000;
        assertThatThrownBy(() -> select("authorizations", "{\"all\":true}", null))
                .isInstanceOf(ProblemException.class);
        assertThat(seconds).isEqualTo(60);
    }

    @Test
    void while_the_relay_is_away_the_list_is_taken_as_it_is_and_the_preview_says_so() {
        relayAfter = 1_000;
        relayIsAway = true;
        select("authorizations", "{\"all\":true}", "t");
        assertThat(read).containsExactly("0 as it is null");
        assertThat(said).containsExactly("listIs MAY_BE_BEHIND");
    }

    @Test
    void a_relay_that_stands_still_in_another_instance_is_away_too() {
        relayAfter = 1_000;
        relayMoves = false;
        select("authorizations", "{\"all\":true}", null);
        assertThat(seconds).isEqualTo(10);
        assertThat(said).containsExactly("listIs WAITED_FOR", "listIs MAY_BE_BEHIND");
    }

    @Test
    void while_kafka_is_away_the_list_is_taken_as_it_is_and_the_preview_says_so() {
        listAfter = 1_000;
        kafkaIsAway = true;
        select("authorizations", "{\"all\":true}", "t");
        assertThat(read).containsExactly("0 auth-events-0=7 t", "1 as it is null");
        assertThat(said).containsExactly("listIs MAY_BE_BEHIND");
        assertThat(rows).hasSize(1);
    }
}
