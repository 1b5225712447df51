package health.authz.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import health.authz.platform.consuming.TopicLife;
import health.authz.platform.topics.WholeTopics.Said;
import health.authz.platform.web.ProblemException;
import health.authz.rebuild.ListState.Standing;
import health.authz.stack.TestParts;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a list is whole, by positions that a test moves and ends that it sets. */
class RebuildWatchTest {
    private static final TopicPartition FACTS = new TopicPartition("facts", 0);
    private static final TopicPartition NAMES = new TopicPartition("names", 0);
    private final Ends ends = new Ends();
    private MongoClient server;
    private ReadModel model;
    private MongoPositions positions;
    private ListStates states;
    private RebuildWatch watch;

    /** A Kafka that a test writes. */
    private static final class Ends implements TopicEnds {
        private final Map<TopicPartition, Range> ranges = new HashMap<>();
        private final Set<TopicPartition> nothingBehind = new HashSet<>();
        private final Map<TopicPartition, Said> said = new HashMap<>();
        private boolean away;

        void end(TopicPartition partition, long end) {
            ranges.put(partition, new Range(0, end));
        }

        @Override
        public Map<TopicPartition, Range> of(Collection<String> topics) {
            answers();
            Map<TopicPartition, Range> asked = new HashMap<>(ranges);
            asked.keySet().removeIf(each -> !topics.contains(each.topic()));
            return asked;
        }

        @Override
        public Set<TopicPartition> withoutRecords(Map<TopicPartition, Range> between) {
            answers();
            Set<TopicPartition> without = new HashSet<>(between.keySet());
            without.retainAll(nothingBehind);
            return without;
        }

        @Override
        public Map<TopicPartition, Said> said(Collection<String> topics) {
            answers();
            return Map.copyOf(said);
        }

        private void answers() {
            if (away) {
                throw new KafkaIsAway(new IllegalStateException("away"));
            }
        }
    }

    @BeforeEach
    void anEmptyDatabase() {
        server = MongoClients.create(TestParts.mongo().uri());
        model = new ReadModel(
                server.getDatabase("watch_" + UUID.randomUUID().toString().substring(0, 8)));
        positions = new MongoPositions(model);
        states = new ListStates(model);
        watch = anInstance();
    }

    private RebuildWatch anInstance() {
        return new RebuildWatch(
                model, ends, () -> Map.of("rows", Set.of("facts"), "people", Set.of("names", "not-made-yet")));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_list_of_empty_topics_or_none_is_whole_at_once() {
        ends.end(FACTS, 0);
        assertThat(states.now().standing()).as("nobody looked yet").isEqualTo(Standing.REBUILDING);

        watch.lookOnce();

        assertThat(states.now()).isEqualTo(ListState.READY);
    }

    @Test
    void it_is_whole_once_every_consumer_read_what_was_there_at_the_start_and_not_what_came_later() {
        ends.end(FACTS, 100);
        ends.end(NAMES, 20);
        watch.lookOnce();
        assertThat(states.now()).isEqualTo(ListState.rebuilding(0, 120));
        ends.end(FACTS, 5_000);

        moveTo("rows", FACTS, 0, 60);
        watch.lookOnce();
        assertThat(states.now()).isEqualTo(ListState.rebuilding(60, 120));
        moveTo("rows", FACTS, 60, 120);
        watch.lookOnce();
        assertThat(states.now()).as("people are not read").isEqualTo(ListState.rebuilding(100, 120));
        assertThatThrownBy(states::mustBeWhole)
                .isInstanceOfSatisfying(ProblemException.class, refused -> assertThat(refused.slug())
                        .isEqualTo("list-is-being-rebuilt"));

        moveTo("people", NAMES, 0, 20);
        watch.lookOnce();
        assertThat(states.now()).isEqualTo(ListState.READY);
        assertThat(watch.lastSeen()).isEqualTo(ListState.READY);
    }

    @Test
    void offsets_behind_the_last_record_that_hold_none_are_not_waited_for() {
        ends.end(FACTS, 100);
        watch.lookOnce();
        moveTo("rows", FACTS, 0, 97);
        ends.nothingBehind.add(FACTS);

        watch.lookOnce();
        watch.lookOnce();

        assertThat(states.now()).isEqualTo(ListState.READY);
    }

    @Test
    void an_emptied_database_is_a_rebuild_from_that_moment_on_and_its_ends_are_noted_anew() {
        wholeAt(100);
        ends.end(FACTS, 300);
        Checkpoints before = states.mustBeWhole();

        model.checkpoints().drop();

        assertThat(states.now()).isEqualTo(ListState.rebuilding(0, 0));
        assertThatThrownBy(() -> states.mustHaveStayedWhole(before)).isInstanceOf(ProblemException.class);
        watch.lookOnce();
        assertThat(states.now()).isEqualTo(ListState.rebuilding(0, 300));
    }

    @Test
    void what_was_read_before_the_database_was_emptied_is_not_told_as_whole_after_it_came_back() {
        model.checkpoints().insertOne(new Document("_id", "mark").append("made", "one"));
        wholeAt(100);
        Checkpoints before = states.mustBeWhole();
        states.mustHaveStayedWhole(before);

        model.checkpoints().drop();
        model.checkpoints().insertOne(new Document("_id", "mark").append("made", "two"));
        wholeAt(100);

        assertThat(states.now()).isEqualTo(ListState.READY);
        assertThatThrownBy(() -> states.mustHaveStayedWhole(before)).isInstanceOf(ProblemException.class);
    }

    @Test
    void positions_that_were_moved_back_are_a_rebuild_from_that_moment_on() {
        wholeAt(100);

        moveTo("rows", FACTS, 100, 10);

        assertThat(states.now()).isEqualTo(ListState.rebuilding(10, 100));
        watch.lookOnce();
        assertThat(states.now()).isEqualTo(ListState.rebuilding(10, 100));
        moveTo("rows", FACTS, 10, 100);
        watch.lookOnce();
        assertThat(states.now()).isEqualTo(ListState.READY);
    }

    @Test
    void a_service_that_starts_over_a_list_that_is_behind_says_so_and_all_instances_agree() {
        wholeAt(100);
        ends.end(FACTS, 400);
        watch.lookOnce();
        assertThat(states.now()).as("ordinary life").isEqualTo(ListState.READY);

        anInstance().lookOnce();

        assertThat(states.now()).isEqualTo(ListState.rebuilding(100, 400));
        moveTo("rows", FACTS, 100, 400);
        watch.lookOnce();
        assertThat(states.now()).as("whichever instance sees it").isEqualTo(ListState.READY);
    }

    @Test
    void a_service_that_starts_over_a_whole_list_changes_nothing() {
        wholeAt(100);
        String version = states.seen().version();

        anInstance().lookOnce();

        assertThat(states.now()).isEqualTo(ListState.READY);
        assertThat(states.seen().version()).isEqualTo(version);
    }

    @Test
    void while_kafka_is_away_what_was_whole_stays_so_and_what_never_was_does_not_become_it() {
        ends.away = true;
        assertThatThrownBy(watch::lookOnce).isInstanceOf(TopicEnds.KafkaIsAway.class);
        assertThat(states.now()).isEqualTo(ListState.rebuilding(0, 0));

        ends.away = false;
        wholeAt(100);
        ends.end(FACTS, 400);
        ends.away = true;
        RebuildWatch later = anInstance();
        assertThatThrownBy(later::lookOnce).isInstanceOf(TopicEnds.KafkaIsAway.class);
        assertThat(states.now()).isEqualTo(ListState.READY);

        ends.away = false;
        later.lookOnce();
        assertThat(states.now()).as("noted as soon as Kafka tells").isEqualTo(ListState.rebuilding(100, 400));
    }

    @Test
    void a_topic_that_ends_before_what_was_read_has_lost_what_the_list_holds() {
        wholeAt(100);
        ends.end(FACTS, 0);
        RebuildWatch restarted = anInstance();

        restarted.lookOnce();
        assertThat(states.now().standing()).isEqualTo(Standing.REBUILDING);
        restarted.lookOnce();
        assertThat(states.now().standing())
                .as("and does not become whole by itself")
                .isEqualTo(Standing.REBUILDING);

        ends.end(FACTS, 80);
        moveTo("rows", FACTS, 100, 30);
        restarted.lookOnce();
        assertThat(states.now()).as("told again").isEqualTo(ListState.rebuilding(30, 80));
        moveTo("rows", FACTS, 30, 80);
        restarted.lookOnce();
        assertThat(states.now()).isEqualTo(ListState.READY);
    }

    @Test
    void a_topic_that_is_made_anew_in_the_middle_of_a_rebuild_is_not_waited_for_in_vain() {
        ends.end(FACTS, 100);
        watch.lookOnce();
        moveTo("rows", FACTS, 0, 40);
        ends.end(FACTS, 40);

        watch.lookOnce();
        watch.lookOnce();

        assertThat(states.now()).isEqualTo(ListState.READY);
    }

    @Test
    void while_the_writer_says_that_a_topic_is_in_pieces_no_end_of_it_makes_the_list_whole() {
        wholeAt(100);

        ends.said.put(FACTS, new Said("two", false));
        hearWriters();
        assertThat(states.now().standing()).isEqualTo(Standing.REBUILDING);
        hearWriters();
        assertThat(states.now().standing()).isEqualTo(Standing.REBUILDING);
        anInstance().lookOnce();
        assertThat(states.now().standing()).as("also for who starts then").isEqualTo(Standing.REBUILDING);

        ends.said.put(FACTS, new Said("two", true));
        hearWriters();
        assertThat(states.now()).isEqualTo(ListState.READY);
    }

    @Test
    void a_topic_that_was_made_anew_is_not_whole_before_its_writer_says_so() {
        wholeAt(100);
        ends.said.put(FACTS, new Said("one", true));
        hearWriters();
        ends.end(FACTS, 0);
        ends.said.remove(FACTS);

        positions.settle("rows", Map.of(FACTS, new TopicLife("two", 0)));
        hearWriters();
        assertThat(states.now().standing()).as("it is empty").isEqualTo(Standing.REBUILDING);
        ends.end(FACTS, 40);
        moveTo("rows", FACTS, 0, 40);
        hearWriters();
        assertThat(states.now().standing()).as("a part of it").isEqualTo(Standing.REBUILDING);
        ends.said.put(FACTS, new Said("one", true));
        hearWriters();
        assertThat(states.now().standing()).as("said of the one before").isEqualTo(Standing.REBUILDING);

        ends.end(FACTS, 90);
        ends.said.put(FACTS, new Said("two", true));
        hearWriters();
        assertThat(states.now()).isEqualTo(ListState.rebuilding(40, 90));
        moveTo("rows", FACTS, 40, 90);
        hearWriters();
        assertThat(states.now()).isEqualTo(ListState.READY);
        ends.said.clear();
        hearWriters();
        assertThat(states.now()).as("what was said is forgotten after days").isEqualTo(ListState.READY);
    }

    /** As many looks as pass between two questions to the writers, and one. */
    private void hearWriters() {
        for (int look = 0; look <= RebuildWatch.HEAR_EVERY; look++) {
            watch.lookOnce();
        }
    }

    private void wholeAt(long end) {
        ends.end(FACTS, end);
        moveTo("rows", FACTS, 0, end);
        watch.lookOnce();
        watch.lookOnce();
        assertThat(states.now()).isEqualTo(ListState.READY);
    }

    private void moveTo(String consumer, TopicPartition partition, long from, long to) {
        assertThat(positions.move(consumer, partition, from, to)).isTrue();
    }
}
