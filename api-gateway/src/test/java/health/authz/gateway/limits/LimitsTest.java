package health.authz.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.gateway.limits.Limits.Asker;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
    private static final Asker BILLER = new Asker("abc", "biller");
    private final AtomicLong now = new AtomicLong(1);
    private final Limits limits =
            new Limits(new LimitProperties(100, 300, 10, 20, 5_000_000, 1_000, 1_000, 1_000), new TimeMeter() {
                @Override
                public long currentTimeNanos() {
                    return now.get();
                }

                @Override
                public boolean isWallClockBased() {
                    return false;
                }
            });

    @Test
    void a_burst_passes_and_the_next_waits_for_one_hundredth_of_a_second() {
        assertThat(passing(BILLER, 301)).isEqualTo(300);
        assertThat(limits.request(BILLER)).hasValue(Duration.ofMillis(10));
    }

    @Test
    void afterwards_a_hundred_pass_each_second() {
        passing(BILLER, 300);
        for (int second = 0; second < 3; second++) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(passing(BILLER, 150)).isEqualTo(100);
        }
    }

    @Test
    void users_do_not_use_up_each_others_also_not_of_the_same_name_elsewhere() {
        passing(BILLER, 300);

        assertThat(limits.request(new Asker("abc", "admin"))).isEmpty();
        assertThat(limits.request(new Asker("northside", "biller"))).isEmpty();
    }

    @Test
    void addresses_have_limits_of_their_own() {
        int passed = 0;
        for (int i = 0; i < 30; i++) {
            passed += limits.request("192.0.2.7").isEmpty() ? 1 : 0;
        }

        assertThat(passed).isEqualTo(20);
        assertThat(limits.request("192.0.2.7")).hasValue(Duration.ofMillis(100));
        assertThat(limits.request("192.0.2.8")).isEmpty();
        assertThat(limits.request(BILLER)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "2001:db8:0:1::1, 2001:db8:0:1:ffff::9, true",
        "2001:db8:0:1::1, 2001:db8:0:2::1, false",
    })
    void a_network_of_version_6_counts_as_one_address(String one, String other, boolean together) {
        assertThat(AddressLimit.network(one).equals(AddressLimit.network(other)))
                .isEqualTo(together);
    }

    @Test
    void rows_may_be_owed_and_nothing_is_taken_on_until_they_are_paid() {
        limits.pay("abc", 4_999_999);
        assertThat(limits.debt("abc")).as("one row is left").isEmpty();

        limits.pay("abc", 2_500_001);
        assertThat(limits.debt("abc")).hasValueSatisfying(wait -> assertThat(wait)
                .isBetween(Duration.ofMinutes(30), Duration.ofMinutes(30).plusSeconds(1)));
        assertThat(limits.debt("northside")).isEmpty();

        now.addAndGet(Duration.ofMinutes(30).plusSeconds(1).toNanos());
        assertThat(limits.debt("abc")).isEmpty();
    }

    @Test
    void nothing_is_paid_for_nothing() {
        limits.pay("abc", 0);
        limits.pay("abc", -1);

        assertThat(limits.debt("abc")).isEmpty();
    }

    @Test
    void limits_as_wide_as_measures_need_are_taken() {
        Limits wide = new Limits(
                new LimitProperties(1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000_000_000L, 10, 10, 10),
                TimeMeter.SYSTEM_NANOTIME);

        wide.pay("abc", 999_999_999_999L);
        assertThat(wide.request(BILLER)).isEmpty();
        assertThat(wide.debt("abc")).isEmpty();
    }

    private int passing(Asker asker, int asked) {
        int passed = 0;
        for (int i = 0; i < asked; i++) {
            passed += limits.request(asker).isEmpty() ? 1 : 0;
        }
        return passed;
    }
}
