package health.authz.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TimeZonesTest {
    private static String of(String... zones) {
        StringBuilder divisions = new StringBuilder();
        for (String zone : zones) {
            divisions.append(divisions.isEmpty() ? "" : ",").append("{\"timeZone\": \"" + zone + "\"}");
        }
        return TimeZones.of(JsonMapper.builder().build().readTree("[" + divisions + "]"))
                .getId();
    }

    @Test
    void moments_are_told_in_the_zone_of_most_divisions() {
        assertThat(of("America/Denver", "America/Chicago", "America/Chicago")).isEqualTo("America/Chicago");
    }

    @Test
    void of_equally_many_the_first_listed_counts() {
        assertThat(of("America/New_York", "America/Chicago")).isEqualTo("America/New_York");
    }

    @Test
    void without_divisions_or_with_a_zone_that_nobody_knows_it_is_utc() {
        assertThat(of()).isEqualTo("UTC");
        assertThat(of("Nowhere/Land")).isEqualTo("UTC");
        assertThat(of("")).isEqualTo("UTC");
    }
}
