package health.authz.gateway.console.codes;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.gateway.console.ApiProblems;
import health.authz.gateway.console.words.Typed;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class GroupFormTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final JsonNode GROUP = JSON.readTree("""
            {"id": "g-1", "version": 3, "name": "Outpatient", "active": true, "codes": [
              {"code": "H0031", "defaultUnits": 4, "unitAlertLevel": null}, {"code": "H2014", "defaultUnits": null}]}""");
    private static final List<JsonNode> CODES = List.of(
            JSON.readTree("{\"code\": \"90834\", \"active\": true, \"defaultUnits\": 12, \"unitLabel\": \"visit\"}"),
            JSON.readTree("{\"code\": \"H0031\", \"active\": true}"),
            JSON.readTree("{\"code\": \"OLD\", \"active\": false}"));

    @Test
    void a_group_read_into_the_form_and_out_again_is_the_same() {
        assertThat(GroupForm.body(GroupForm.filled(GROUP)))
                .hasToString("{\"name\":\"Outpatient\",\"active\":true,"
                        + "\"codes\":[{\"code\":\"H0031\",\"defaultUnits\":4},{\"code\":\"H2014\"}]}");
    }

    @Test
    void members_come_first_then_active_codes_and_a_member_that_is_no_code_any_more_stays_visible() {
        assertThat(GroupForm.lines(CODES, GroupForm.filled(GROUP)))
                .extracting(GroupForm.Line::code)
                .containsExactly("H0031", "H2014", "90834");
    }

    @Test
    void a_code_that_is_not_ticked_is_not_sent_whatever_stands_beside_it() {
        Typed form = Typed.empty().put("name", "Intake").put("units.H0031", "7").put("in.90834", "true");
        ObjectNode body = GroupForm.body(form);
        assertThat(body.path("codes").size()).isEqualTo(1);
        assertThat(body.path("codes").path(0).path("code").asString()).isEqualTo("90834");
    }

    @Test
    void wrong_units_are_said_at_their_line() {
        Typed form = GroupForm.filled(GROUP).put("units.H0031", "four").put("name", " ");
        GroupForm.body(form);
        assertThat(form.problem("units.H0031")).isEqualTo("Write a number such as 48 or 2.5, or leave it blank.");
        assertThat(form.problem("name")).startsWith("Give the group a name");
    }

    @Test
    void what_the_api_refuses_of_a_member_goes_to_its_line() {
        Typed form = GroupForm.filled(GROUP);
        ObjectNode body = GroupForm.body(form);
        GroupForm.refused(form, ApiProblems.of(422, """
                {"type": "/problems/unknown-billing-code", "detail": "x", "errors": [
                  {"field": "codes[1].code", "detail": "is no billing code of your organisation"},
                  {"field": "codes[0].defaultUnits", "detail": "has at most two decimals"}]}"""), body);
        assertThat(form.problem("in.H2014")).isEqualTo("This is no billing code of your organisation.");
        assertThat(form.problem("units.H0031")).isEqualTo("This has at most two decimals.");
    }
}
