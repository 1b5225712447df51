package health.authz.gateway.console.authorization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import health.authz.gateway.console.Formats;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BurnDownTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Formats FORMATS = new Formats(Locale.US, "MM/dd/yyyy", ZoneId.of("UTC"));
    private static final LocalDate TODAY = LocalDate.parse("2026-12-11");
    private static final JsonNode ADDED = JSON.readTree("""
            {"seq": 0, "type": "AuthAdded", "recordedAt": "2026-12-01T00:00:00Z", "actor": "biller", "reason": null,
             "operationId": "op-1", "changes": [
               {"field": "endDate", "before": null, "after": "2026-12-20"},
               {"field": "allottedUnits", "before": null, "after": 20},
               {"field": "remainingUnits", "before": null, "after": 20},
               {"field": "pendingUnits", "before": null, "after": 0}]}""");
    private static final JsonNode HELD = JSON.readTree("""
            {"seq": 1, "type": "UnitsHeld", "recordedAt": "2026-12-06T00:00:00Z", "actor": "clinician", "reason": null,
             "operationId": null, "changes": [
               {"field": "serviceDate", "before": null, "after": "2026-12-05"},
               {"field": "remainingUnits", "before": 20, "after": 15},
               {"field": "pendingUnits", "before": 0, "after": 5}]}""");

    private static JsonNode authorization(String end, boolean unmanaged) {
        return JSON.readTree("""
                {"startDate": "2026-12-01", "endDate": %s, "allottedUnits": 20, "unmanaged": %s}""".formatted(end, unmanaged));
    }

    @Test
    void the_line_steps_at_each_event_and_ends_today() {
        BurnDown drawing = Objects.requireNonNull(
                BurnDown.of(authorization("\"2026-12-20\"", false), List.of(ADDED, HELD), TODAY, FORMATS));
        // 20 days over 576 wide: 28.8 a day; 20 units over 192 high: 9.6 a unit.
        assertThat(drawing.path()).isEqualTo("M48 16.0 H48.0 V16.0 H192.0 V64.0 H364.8");
        assertThat(drawing.even()).isEqualTo(new BurnDown.Even("48.0", "16.0", "624.0", "208.0"));
        assertThat(drawing.today()).isEqualTo("336.0");
        assertThat(drawing.summary())
                .isEqualTo("15 of 20 units remain after 2 events that moved units."
                        + " The last service date is December 20, 2026.");
    }

    @Test
    void days_are_the_readers_and_so_is_the_line() {
        Formats newYork = new Formats(Locale.US, "MM/dd/yyyy", ZoneId.of("America/New_York"));
        BurnDown drawing = Objects.requireNonNull(
                BurnDown.of(authorization("\"2026-12-20\"", false), List.of(ADDED, HELD), TODAY, newYork));
        assertThat(drawing.rows()).extracting(BurnDown.Row::day).containsExactly("2026-11-30", "2026-12-05");
        // Five hours before the sixth day begins.
        assertThat(drawing.path()).isEqualTo("M48 16.0 H48.0 V16.0 H186.0 V64.0 H364.8");
        assertThat(drawing.today()).isEqualTo("336.0");
    }

    @Test
    void the_table_says_the_totals_after_each_event() {
        BurnDown drawing = Objects.requireNonNull(
                BurnDown.of(authorization("\"2026-12-20\"", false), List.of(ADDED, HELD), TODAY, FORMATS));
        assertThat(drawing.rows())
                .extracting(
                        BurnDown.Row::day, row -> String.valueOf(row.remaining()), row -> String.valueOf(row.pending()))
                .containsExactly(tuple("2026-12-01", "20", "0"), tuple("2026-12-06", "15", "5"));
    }

    @Test
    void without_an_end_nothing_is_even() {
        BurnDown drawing =
                Objects.requireNonNull(BurnDown.of(authorization("null", false), List.of(ADDED), TODAY, FORMATS));
        assertThat(drawing.even()).isNull();
    }

    @Test
    void what_does_not_count_down_is_not_drawn() {
        assertThat(BurnDown.of(authorization("null", true), List.of(ADDED), TODAY, FORMATS))
                .isNull();
        assertThat(BurnDown.of(authorization("null", false), List.of(), TODAY, FORMATS))
                .isNull();
    }

    @Test
    void an_event_tells_what_moved_in_the_words_of_the_clinic() {
        TimelineEntry entry = TimelineEntry.of(HELD, Map.of(), FORMATS);
        assertThat(entry.what()).isEqualTo("Held by a draft note");
        assertThat(entry.changes())
                .containsExactly(
                        new TimelineEntry.Change("Service date", "", "December 5, 2026", null),
                        new TimelineEntry.Change("Remaining units", "20", "15", null),
                        new TimelineEntry.Change("Pending units", "0", "5", null));
    }

    @Test
    void payers_are_named_and_links_lead_on() {
        TimelineEntry entry = TimelineEntry.of(JSON.readTree("""
                        {"seq": 4, "type": "AuthSuperseded", "recordedAt": "2026-12-06T00:00:00Z", "actor": "biller",
                         "reason": "RENEWAL", "operationId": null, "changes": [
                           {"field": "payerId", "before": "bcbs", "after": "gone"},
                           {"field": "successor", "before": null, "after": "a-2"},
                           {"field": "unmanaged", "before": false, "after": true}]}"""), Map.of("bcbs", "Blue Cross"), FORMATS);
        assertThat(entry.changes())
                .containsExactly(
                        new TimelineEntry.Change("Insurance company", "Blue Cross", "gone", null),
                        new TimelineEntry.Change("Renewed by", "", "a-2", "a-2"),
                        new TimelineEntry.Change("Unmanaged", "No", "Yes", null));
    }
}
