package health.authz.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitFilterTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 1",
        "PT0.000000001S, 1",
        "PT0.0009S, 1",
        "PT1S, 1",
        "PT1.000000001S, 2",
        "PT59.5S, 60",
        "PT1H, 3600"
    })
    void the_wait_is_told_in_whole_seconds_rounded_up_and_never_none(Duration wait, long seconds) {
        assertThat(LimitFilter.secondsToWait(wait)).isEqualTo(seconds);
    }
}
