package health.authz.gateway.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class FormatsTest {
    private final Formats american = new Formats(Locale.US, "MM/dd/yyyy", ZoneId.of("America/New_York"));

    @Test
    void numbers_follow_the_readers_locale_and_dates_the_organisation() {
        assertThat(american.number(1_234.5)).isEqualTo("1,234.5");
        Formats german = new Formats(Locale.GERMANY, "MM/dd/yyyy", TimeZones.UTC);
        assertThat(german.number(1_234.5)).isEqualTo("1.234,5");
        assertThat(german.date("2026-12-15")).isEqualTo("12/15/2026");
    }

    @Test
    void a_moment_is_told_in_the_readers_zone_and_says_which() {
        assertThat(american.moment("2026-11-25T01:30:00Z")).isEqualTo("Nov 24, 2026, 20:30 EST");
        assertThat(american.moment("2026-07-01T12:00:00Z")).isEqualTo("Jul 1, 2026, 08:00 EDT");
        assertThat(new Formats(Locale.US, "MM/dd/yyyy", TimeZones.UTC).moment("2026-11-25T01:30:00Z"))
                .isEqualTo("Nov 25, 2026, 01:30 UTC");
        assertThat(american.moment("lately")).isEqualTo("lately");
    }

    @Test
    void the_readers_day_is_the_day_of_the_zone() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-25T04:59:00Z"), ZoneOffset.UTC);
        assertThat(american.today(clock)).hasToString("2026-11-24");
    }

    @Test
    void a_confirmed_date_names_its_month() {
        assertThat(american.inWords("2026-03-04")).isEqualTo("March 4, 2026");
    }

    @Test
    void what_is_missing_or_no_date_is_shown_and_breaks_nothing() {
        assertThat(american.date(null)).isEqualTo("–");
        assertThat(american.date("soon")).isEqualTo("soon");
    }

    @Test
    void values_of_changes_read_as_a_person_says_them() {
        var json = JsonMapper.builder().build();
        assertThat(american.value("endDate", json.readTree("\"2026-12-15\""))).isEqualTo("December 15, 2026");
        assertThat(american.value("endDate", json.readTree("null"))).isEqualTo("blank");
        assertThat(american.value("unmanaged", json.readTree("true"))).isEqualTo("Yes");
        assertThat(american.value("allottedUnits", json.readTree("1200.50"))).isEqualTo("1,200.5");
    }

    @Test
    void one_of_a_thing_is_not_many() {
        assertThat(american.count(1, "client", "clients")).isEqualTo("1 client");
        assertThat(american.count(2_130, "client", "clients")).isEqualTo("2,130 clients");
    }
}
