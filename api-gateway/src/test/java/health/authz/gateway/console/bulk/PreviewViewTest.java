package health.authz.gateway.console.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Names;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PreviewViewTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static PreviewView of(String json) {
        return new PreviewView(
                JSON.readTree(json), new Formats(Locale.US, "MM/dd/yyyy", ZoneId.of("UTC")), Names.UNKNOWN);
    }

    @Test
    void the_button_says_what_it_does_and_counts_only_what_would_change() {
        assertThat(of("""
            { "kind": "UPDATE", "count": 1240, "outcomes": { "WOULD_CHANGE": 1201, "UNCHANGED": 31, "REJECTED": 8 } }""").deed()).isEqualTo("Update" + " 1,201" + " authorizations");
        assertThat(of("{ \"kind\": \"ADD\", \"outcomes\": { \"WOULD_ADD\": 1 } }")
                        .deed())
                .isEqualTo("Add 1 authorization");
    }

    @Test
    void authorizations_without_an_end_are_said_to_keep_none_or_to_get_one() {
        assertThat(of("{ \"warnings\": [ { \"type\": \"ENDS_AN_OPEN_ONE\", \"count\": 6 } ] }")
                        .warnings())
                .extracting(PreviewView.Counted::text)
                .containsExactly("are unmanaged, have no end date and keep having none");
        assertThat(of("""
            { "includeOpenEnded": true, "warnings": [ { "type": "ENDS_AN_OPEN_ONE", "count": 6 } ] }""").warnings())
                .extracting(PreviewView.Counted::text)
                .containsExactly("are unmanaged, have no end date and get one");
    }

    @Test
    void dates_that_make_the_time_shorter_stand_apart_with_the_months_name() {
        PreviewView.FieldChanges endDate = of("""
            { "kind": "UPDATE", "changes": [
              { "field": "endDate", "from": "2026-11-30", "to": "2026-12-15", "count": 1100, "rest": null },
              { "field": "endDate", "from": "2027-03-31", "to": "2026-12-15", "count": 3, "rest": null },
              { "field": "endDate", "from": null, "to": null, "count": 7, "rest": "SHORTENED" },
              { "field": "endDate", "from": null, "to": "2026-12-15", "count": 2, "rest": null } ] }""").changes().getFirst();

        assertThat(endDate.changes())
                .extracting(PreviewView.FromTo::from, PreviewView.FromTo::to)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("November 30, 2026", "December 15, 2026"),
                        org.assertj.core.groups.Tuple.tuple("blank", "December 15, 2026"));
        assertThat(endDate.shortened()).extracting(PreviewView.FromTo::count).containsExactly(3L, 7L);
    }

    @Test
    void a_later_start_makes_the_time_shorter_too() {
        PreviewView.FieldChanges start = of("""
            { "changes": [ { "field": "startDate", "from": "2026-11-01", "to": "2026-11-15", "count": 1, "rest": null } ] }""").changes().getFirst();

        assertThat(start.changes()).isEmpty();
        assertThat(start.shortened()).hasSize(1);
    }

    @Test
    void the_sample_shows_columns_that_change_and_marks_their_cells() {
        PreviewView view = of("""
            { "kind": "UPDATE", "sample": [
              { "clientId": "c-1", "billingCode": "H0031", "before": { "endDate": "2026-11-30" }, "after": { "endDate": "2026-12-15" } },
              { "clientId": "c-2", "billingCode": "H0031", "before": { "unitAlertLevel": null }, "after": { "unitAlertLevel": 4 } } ] }""");

        assertThat(view.columns()).containsExactly("endDate", "unitAlertLevel");
        PreviewView.SampleRow first = view.sample(Map.of("c-1", "Example, Ann")).getFirst();
        assertThat(first.client()).isEqualTo("Example, Ann");
        assertThat(first.cells().get(0)).isEqualTo(new PreviewView.Cell("Nov 30, 2026", "Dec 15, 2026", true));
        assertThat(first.cells().get(1).changed()).isFalse();
    }

    @Test
    void an_alert_that_reaches_nobody_says_so() {
        assertThat(of("{ \"alerts\": [ { \"kind\": \"EXPIRING\", \"count\": 12, \"recipients\": [] } ] }")
                        .alerts())
                .containsExactly(new PreviewView.Alerts("About to expire", 12, "", true));
    }

    @Test
    void what_the_api_asks_for_at_the_confirmation_is_asked_for_on_the_screen() {
        PreviewView asked = of("{ \"confirm\": { \"rows\": 5, \"typedCount\": true, \"fourEyes\": true } }");

        assertThat(asked.typesCount()).isTrue();
        assertThat(asked.fourEyes()).isTrue();
        assertThat(of("{}").typesCount()).isFalse();
    }
}
