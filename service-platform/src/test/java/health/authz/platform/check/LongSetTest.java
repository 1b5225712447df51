package health.authz.platform.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LongSetTest {
    private static final int MANY = 100_000;

    @Test
    void it_holds_what_a_set_of_objects_holds() {
        Random random = new Random(7);
        LongSet set = new LongSet();
        Set<Long> reference = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            long value = random.nextInt(MANY);
            assertThat(set.add(value)).isEqualTo(reference.add(value));
        }
        assertThat(set.size()).isEqualTo(reference.size());
        for (long value = 0; value < MANY; value++) {
            assertThat(set.contains(value)).isEqualTo(reference.contains(value));
        }
    }

    @Test
    void each_is_ticked_off_once_and_strangers_never() {
        LongSet set = new LongSet();
        set.add(0);
        set.add(-1);
        set.add(Long.MIN_VALUE);
        set.tick(0);
        set.tick(0);
        set.tick(17);
        assertThat(set.left()).isEqualTo(2);
        assertThat(set.isTicked(0)).isTrue();
        assertThat(set.isTicked(-1)).isFalse();
        assertThatThrownBy(() -> set.add(5)).isInstanceOf(IllegalStateException.class);
        assertThat(set.add(-1)).as("it is in already").isFalse();
    }

    @Test
    void fingerprints_depend_on_every_byte_and_on_the_seed() {
        Set<Long> seen = new HashSet<>();
        for (int length = 0; length < 40; length++) {
            for (int place = 0; place < length; place++) {
                byte[] text = new byte[length];
                text[place] = 1;
                assertThat(seen.add(Fingerprint.of(text, 0))).isTrue();
                assertThat(seen.add(Fingerprint.of(text, 1))).isTrue();
            }
        }
        assertThat(Fingerprint.of("ab", 0)).isEqualTo(Fingerprint.of("ab", 0));
        assertThat(Fingerprint.of(1, 2)).isNotEqualTo(Fingerprint.of(2, 1));
    }
}
