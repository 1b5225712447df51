package health.authz.gateway.console.client;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.gateway.console.words.Typed;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ClientRowsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode FIRST = JSON.readTree("""
            {"authorizationId": "a-1", "authorizationNumber": "PA-1", "startDate": "2026-12-01", "endDate": "2027-05-31",
             "allottedUnits": 48, "remainingUnits": 48, "unitAlertLevel": 4, "expirationAlertDays": 14}""");
    private static final JsonNode SECOND = JSON.readTree("""
            {"authorizationId": "a-2", "authorizationNumber": null, "startDate": "2026-12-01", "endDate": "2027-05-31",
             "allottedUnits": 12, "remainingUnits": 12, "unitAlertLevel": null, "expirationAlertDays": null}""");

    private final Typed form = ClientRows.filled(List.of(FIRST, SECOND));

    @Test
    void only_rows_that_were_changed_become_lines_with_only_what_was_changed() {
        form.put("a-2.endDate", "2027-06-30").put("a-2.authorizationNumber", "PA-2");
        assertThat(ClientRows.changed(form)).isEqualTo(List.of(JSON.readTree("""
                        {"authorizationId": "a-2", "authorizationNumber": "PA-2", "endDate": "2027-06-30"}""")));
    }

    @Test
    void rows_that_nobody_touched_make_no_lines() {
        assertThat(ClientRows.changed(form)).isEmpty();
    }

    @Test
    void what_cannot_be_read_is_said_at_the_field_of_its_row() {
        form.put("a-1.allottedUnits", "many");
        ClientRows.changed(form);
        assertThat(form.problem("a-1.allottedUnits")).isEqualTo("Write a number such as 48 or 2.5.");
        assertThat(form.problem("a-2.allottedUnits")).isNull();
    }

    @Test
    void a_refused_line_is_marked_in_its_row() {
        form.put("a-1.endDate", "2027-07-31").put("a-2.endDate", "2026-11-30");
        List<ObjectNode> lines = ClientRows.changed(form);
        ClientRows.refused(form, JSON.readTree("""
                [{"line": 2, "column": "endDate", "detail": "lies before the start date"},
                 {"line": 9, "column": "endDate", "detail": "is of no row here"},
                 {"line": 1, "column": "", "detail": "is not one JSON object"}]"""), lines);
        assertThat(form.problem("a-2.endDate")).isEqualTo("This lies before the start date.");
        assertThat(form.problem("a-1.endDate")).isNull();
        assertThat(form.general()).isEqualTo(List.of("endDate: is of no row here", "is not one JSON object"));
    }
}
