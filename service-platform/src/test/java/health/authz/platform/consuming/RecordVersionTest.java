package health.authz.platform.consuming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.authz.events.envelope.EventHeaders;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordVersionTest {
    private static Received record(long offset, String own) {
        return new Received(
                "client-directory",
                0,
                offset,
                "abc/client/c-1",
                own == null ? Map.of() : Map.of(EventHeaders.RECORD_VERSION, own),
                null);
    }

    @Test
    void own_versions_are_compared_whatever_the_offsets_say() {
        RecordVersion second = RecordVersion.of(record(900, "2"));
        RecordVersion third = RecordVersion.of(record(0, "3"));

        assertThat(third.isAfter(second)).isTrue();
        assertThat(third).isGreaterThan(second);
        assertThat(RecordVersion.of(record(5, "3"))).isEqualTo(third);
        assertThat(third.ownNumber()).isEqualTo(3);
    }

    @Test
    void records_of_older_writers_are_compared_by_offset() {
        assertThat(RecordVersion.of(record(7, null))).isGreaterThan(RecordVersion.of(record(6, null)));
        assertThat(RecordVersion.of(record(0, null))).isGreaterThan(RecordVersion.NONE);
        assertThat(RecordVersion.of(record(7, null)).ownNumber()).isNull();
    }

    @Test
    void the_first_own_version_beats_the_last_offset() {
        assertThat(RecordVersion.of(record(0, "1"))).isGreaterThan(RecordVersion.of(record(1L << 51, null)));
        assertThat(RecordVersion.own(0)).isGreaterThan(RecordVersion.of(record(1L << 51, null)));
    }

    @Test
    void a_store_that_computes_with_doubles_tells_versions_apart() {
        long highest = RecordVersion.own(1L << 52).rank();

        assertThat((double) highest).isNotEqualTo((double) (highest - 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1.5", "first", "9223372036854775808", "9007199254740992"})
    void a_header_that_is_no_number_from_1_on_is_rejected(String header) {
        assertThatThrownBy(() -> RecordVersion.of(record(3, header))).isInstanceOf(RecordRejected.class);
    }
}
