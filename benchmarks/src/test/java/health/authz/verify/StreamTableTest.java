package health.authz.verify;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.verify.StreamTable.Told;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamTableTest {
    private final StreamTable table = new StreamTable(1);
    private final StreamKey one = StreamKey.of("auth-events", "one");
    private final StreamKey other = StreamKey.of("auth-events", "other");

    @Test
    void what_comes_in_order_is_right_and_what_comes_again_is_a_repetition() {
        store(one, 3);
        assertThat(table.tell(one, 0, 0)).isEqualTo(Told.FIRST);
        assertThat(table.tell(one, 1, 1)).isEqualTo(Told.FIRST);
        assertThat(table.tell(one, 0, 0)).isEqualTo(Told.AGAIN);
        assertThat(table.areAllRight()).isFalse();
        assertThat(table.tell(one, 2, 2)).isEqualTo(Told.FIRST);
        assertThat(table.areAllRight()).isTrue();
    }

    @Test
    void a_predecessor_that_comes_late_closes_the_gap_once() {
        store(one, 4);
        assertThat(table.tell(one, 0, 0)).isEqualTo(Told.FIRST);
        assertThat(table.tell(one, 3, 3)).isEqualTo(Told.AHEAD);
        assertThat(table.tell(one, 2, 2)).isEqualTo(Told.AHEAD);
        assertThat(table.tell(one, 3, 3)).isEqualTo(Told.AGAIN);
        assertThat(table.isTold(one, 1)).isFalse();
        assertThat(table.isTold(one, 2)).isTrue();
        assertThat(table.tell(one, 1, 1)).isEqualTo(Told.LATE);
        assertThat(table.tell(one, 2, 2)).isEqualTo(Told.AGAIN);
        assertThat(table.areAllRight()).isTrue();
    }

    @Test
    void what_is_not_stored_is_not_known_whoever_it_is_of() {
        store(one, 1);
        assertThat(table.tell(one, 1, 1)).isEqualTo(Told.NOT_KNOWN);
        assertThat(table.tell(other, 0, 0)).isEqualTo(Told.NOT_KNOWN);
        assertThat(table.isTold(other, 0)).isFalse();
    }

    @Test
    void other_words_at_the_same_place_are_seen_once_all_has_come() {
        store(one, 2);
        table.tell(one, 0, 0);
        table.tell(one, 1, 17);
        assertThat(table.isOtherwise(one)).isTrue();
        assertThat(table.areAllRight()).isFalse();
    }

    @Test
    void many_streams_in_any_order_are_kept_apart_while_the_table_grows() {
        Random random = new Random(11);
        List<int[]> events = new ArrayList<>();
        for (int stream = 0; stream < 20_000; stream++) {
            for (int seq = 0; seq <= stream % 3; seq++) {
                events.add(new int[] {stream, seq});
            }
        }
        Collections.shuffle(events, random);
        events.forEach(event -> table.store(key(event[0]), event[1], event[0] * 7L + event[1]));
        Collections.shuffle(events, random);
        int[] last = events.removeLast();
        events.forEach(event -> table.tell(key(event[0]), event[1], event[0] * 7L + event[1]));

        assertThat(table.isTold(key(last[0]), last[1])).isFalse();
        assertThat(table.areAllRight()).isFalse();
        table.tell(key(last[0]), last[1], last[0] * 7L + last[1]);
        assertThat(table.areAllRight()).isTrue();
    }

    private static StreamKey key(int stream) {
        return StreamKey.of("auth-events", "stream-" + stream);
    }

    private void store(StreamKey key, int events) {
        for (int seq = 0; seq < events; seq++) {
            table.store(key, seq, seq);
        }
    }
}
