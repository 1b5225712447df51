package health.authz.gateway.console.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AlertLineTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static JsonNode alert(String id, String client, String payer, String end, String kind, String code) {
        return JSON.readTree("""
                {"id": "%s", "clientId": "%s", "payerId": %s, "endDate": %s, "kind": "%s", "billingCode": "%s",
                 "state": "OPEN", "authorizationId": "a-%s", "value": 7, "threshold": 14, "recipients": ["u-7"],
                 "seen": true, "acknowledgedBy": null, "raisedAt": "2026-11-24T00:05:00Z"}""".formatted(id, client, payer, end, kind, code, id));
    }

    private static JsonNode with(JsonNode alert, String field, String json) {
        ObjectNode copy = ((ObjectNode) alert).deepCopy();
        copy.set(field, JSON.readTree(json));
        return copy;
    }

    private static final JsonNode ONE = alert("1", "c-1", "\"bcbs\"", "\"2027-05-31\"", "EXPIRING", "H2014");
    private static final JsonNode TWO = alert("2", "c-1", "\"bcbs\"", "\"2027-05-31\"", "EXPIRING", "H0031");
    private static final JsonNode LOW = alert("3", "c-1", "\"bcbs\"", "\"2027-05-31\"", "LOW_UNITS", "H0031");

    @Test
    void one_line_holds_all_codes_of_a_client_a_company_and_an_end_date() {
        List<AlertLine> lines = AlertLine.of(List.of(ONE, TWO, LOW));
        assertThat(lines).hasSize(1);
        assertThat(lines.getFirst().codes("EXPIRING")).containsExactly("H0031", "H2014");
        assertThat(lines.getFirst().kinds()).containsExactly("EXPIRING", "LOW_UNITS");
        assertThat(lines.getFirst().ids()).containsExactly("1", "2", "3");
    }

    @Test
    void another_company_date_or_client_is_another_line() {
        assertThat(AlertLine.of(List.of(
                        ONE,
                        alert("4", "c-2", "\"bcbs\"", "\"2027-05-31\"", "EXPIRING", "H2014"),
                        alert("5", "c-1", "\"aetna\"", "\"2027-05-31\"", "EXPIRING", "H2014"),
                        alert("6", "c-1", "\"bcbs\"", "\"2027-06-30\"", "EXPIRING", "H2014"),
                        alert("7", "c-1", "null", "null", "EXPIRING", "H2014"))))
                .hasSize(5);
    }

    @Test
    void a_line_leads_to_exactly_its_rows() {
        assertThat(AlertLine.of(List.of(ONE, TWO)).getFirst().listQuery())
                .isEqualTo("clientId=c-1&payerId=bcbs&endsFrom=2027-05-31&endsTo=2027-05-31&alertOpen=EXPIRING"
                        + "&clientActive=any&status=ACTIVE,PENDING_START,EXHAUSTED");
        assertThat(AlertLine.of(List.of(alert("7", "c&x", "null", "null", "LOW_UNITS", "H2014")))
                        .getFirst()
                        .listQuery())
                .startsWith("clientId=c%26x&alertOpen=LOW_UNITS");
    }

    @Test
    void a_line_is_unread_while_one_of_its_alerts_is_and_acknowledged_when_all_are() {
        JsonNode unseen = with(TWO, "seen", "false");
        JsonNode taken = with(ONE, "acknowledgedBy", "\"u-7\"");
        assertThat(AlertLine.of(List.of(ONE, unseen)).getFirst().unseen()).isTrue();
        assertThat(AlertLine.of(List.of(ONE, TWO)).getFirst().unseen()).isFalse();
        assertThat(AlertLine.of(List.of(taken, TWO)).getFirst().acknowledgedBy())
                .isEmpty();
        assertThat(AlertLine.of(List.of(taken, with(TWO, "acknowledgedBy", "\"u-8\"")))
                        .getFirst()
                        .acknowledgedBy())
                .containsExactly("u-7", "u-8");
    }
}
