package health.authz.group;

import static health.authz.group.RunningBilling.BILLER;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.group.RunningBilling.Answer;
import health.authz.stack.AtOnce;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Billing codes over HTTP. */
class BillingCodeWebTest {
    private static final String ASSESSMENT =
            "{\"description\":\"Assessment\",\"type\":\"HCPCS\",\"unitLabel\":\"visit\",\"defaultUnits\":4}";
    private final RunningBilling billing = RunningBilling.shared();
    private final String tenant = "t-" + UUID.randomUUID();

    @Test
    void making_needs_no_tag_and_replacing_needs_the_right_one() {
        Answer made = put("H0031", null, ASSESSMENT);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("authDecrementAction").stringValue()).isEqualTo("PER_UNIT_BILLED");

        String more = ASSESSMENT.replace("4}", "6}");
        assertThat(put("H0031", null, more).status()).isEqualTo(428);
        assertThat(put("H0031", "\"77\"", more).status()).isEqualTo(412);
        Answer replaced = put("H0031", made.etag(), more);
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.etag()).isNotEqualTo(made.etag());
        assertThat(put("H0031", made.etag(), ASSESSMENT).status()).isEqualTo(412);
        assertThat(get("/billing-codes/H0031").json().path("defaultUnits").intValue())
                .isEqualTo(6);
        assertThat(events("H0031")).containsExactly("BillingCodeDefined", "BillingCodeDefined");
    }

    @Test
    void the_same_again_writes_nothing_and_keeps_its_tag() {
        Answer made = put("H0031", null, ASSESSMENT);
        Answer again = put("H0031", made.etag(), ASSESSMENT.replace("4}", "4.00}"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.etag()).isEqualTo(made.etag());
        assertThat(events("H0031")).hasSize(1);
    }

    @Test
    void a_removed_code_is_gone_and_its_old_tag_makes_nothing_new() {
        Answer made = put("H0031", null, ASSESSMENT);

        assertThat(delete("H0031", null).status()).isEqualTo(428);
        assertThat(delete("H0031", made.etag()).status()).isEqualTo(204);
        assertThat(get("/billing-codes/H0031").status()).isEqualTo(404);
        assertThat(delete("H0031", made.etag()).status()).isEqualTo(404);
        assertThat(put("H0031", made.etag(), ASSESSMENT).status()).isEqualTo(412);
        Answer back = put("H0031", null, ASSESSMENT);
        assertThat(back.status()).isEqualTo(201);
        assertThat(back.etag()).isNotEqualTo(made.etag());
    }

    @Test
    void of_many_who_make_a_code_at_once_one_makes_it_and_nobody_sees_a_failure_of_ours() {
        for (int round = 10; round < 60; round++) {
            String code = "H00" + round;

            Answer made = onlyMade(AtOnce.each(6, n -> put(code, null, ASSESSMENT.replace("4}", n + "}"))));

            assertThat(get("/billing-codes/" + code).json()).isEqualTo(made.json());
            assertThat(events(code)).containsExactly("BillingCodeDefined");
        }
    }

    @Test
    void of_many_who_make_a_removed_code_again_at_once_one_makes_it() {
        for (int round = 10; round < 30; round++) {
            String code = "H10" + round;
            delete(code, put(code, null, ASSESSMENT).etag());

            Answer made = onlyMade(AtOnce.each(6, n -> put(code, null, ASSESSMENT.replace("4}", n + "}"))));

            assertThat(get("/billing-codes/" + code).json()).isEqualTo(made.json());
            assertThat(events(code)).containsExactly("BillingCodeDefined", "BillingCodeRemoved", "BillingCodeDefined");
        }
    }

    private static Answer onlyMade(List<Answer> answers) {
        assertThat(answers.stream().map(Answer::status)).containsOnlyOnce(201).isSubsetOf(201, 409, 428);
        return answers.stream().filter(each -> each.status() == 201).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "H0031 | {\"type\":\"HCPCS\"} | description",
                "H0031 | {\"description\":\"A\"} | type",
                "H0031 | {\"description\":\"A\",\"type\":\"CPT\"} | type",
                "h0031 | {\"description\":\"A\",\"type\":\"HCPCS\"} | type",
                "H0031 | {\"description\":\"A\",\"type\":\"DENTAL\"} | type",
                "H0031 | {\"description\":\"A\",\"type\":\"HCPCS\",\"defaultUnits\":\"4\"} | defaultUnits",
                "H0031 | {\"description\":\"A\",\"type\":\"HCPCS\",\"defaultUnits\":-1} | defaultUnits",
                "H0031 | {\"description\":\"A\",\"type\":\"HCPCS\",\"defaultUnits\":1.005} | defaultUnits",
                "H0031 | {\"description\":\"A\",\"type\":\"HCPCS\",\"defaultUnits\":1e12} | defaultUnits",
                "H0031 | {\"description\":7,\"type\":\"HCPCS\"} | description",
                "H0031 | {\"description\":\"A\",\"type\":\"HCPCS\",\"active\":\"yes\"} | active",
                "H0031 | {\"description\":\"A\",\"type\":\"HCPCS\",\"authDecrementAction\":\"PER_YEAR\"} | authDecrementAction",
                "H0031 | {\"description\":\"A\",\"type\":\"HCPCS\",\"colour\":\"red\"} | colour",
                "in%20house | {\"description\":\"A\",\"type\":\"INTERNAL\"} | code"
            })
    void a_wrong_field_is_named_and_nothing_is_written(String code, String body, String field) {
        Answer refused = put(code, null, body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("errors").valueStream().map(each -> each.path("field")
                        .stringValue()))
                .contains(field);
        assertThat(get("/billing-codes").json().path("count").intValue()).isZero();
    }

    @Test
    void codes_are_found_by_text_and_activity_and_paged_with_signed_cursors() {
        for (int n = 1; n <= 5; n++) {
            put("H000" + n, null, ASSESSMENT.replace("Assessment", n == 3 ? "100% of it" : "Visit " + n));
        }
        put("PTO", null, "{\"description\":\"Away\",\"type\":\"INTERNAL\",\"unmanaged\":true,\"active\":false}");

        assertThat(get("/billing-codes?q=h000").json().path("count").intValue()).isEqualTo(5);
        assertThat(get("/billing-codes?q=100%25").json().path("count").intValue())
                .isEqualTo(1);
        assertThat(get("/billing-codes?active=false").json().path("count").intValue())
                .isEqualTo(1);
        JsonNode first = get("/billing-codes?limit=4").json();
        assertThat(codes(first)).containsExactly("H0001", "H0002", "H0003", "H0004");
        assertThat(first.path("count").intValue()).isEqualTo(6);
        String cursor = first.path("nextCursor").stringValue();
        JsonNode second = get("/billing-codes?limit=4&cursor=" + cursor).json();
        assertThat(codes(second)).containsExactly("H0005", "PTO");
        assertThat(second.path("nextCursor").isNull()).isTrue();
        assertThat(get("/billing-codes?cursor=A" + cursor).status()).isEqualTo(400);
        assertThat(get("/billing-code-groups?cursor=" + cursor).status()).isEqualTo(400);
        assertThat(get("/billing-codes?limit=501").status()).isEqualTo(400);
        assertThat(get("/billing-codes?colour=red").status()).isEqualTo(400);
    }

    @Test
    void nobody_reads_or_writes_without_permission_or_across_organisations() {
        Answer made = put("H0031", null, ASSESSMENT);

        assertThat(billing.ask(tenant, List.of("billing:read"), "PUT", "/billing-codes/H0031", null, ASSESSMENT)
                        .status())
                .isEqualTo(403);
        assertThat(billing.ask(tenant, List.of("auth:read"), "GET", "/billing-codes/none", null, null)
                        .status())
                .isEqualTo(403);
        assertThat(billing.ask("northside", BILLER, "GET", "/billing-codes/H0031", null, null)
                        .status())
                .isEqualTo(404);
        assertThat(billing.ask("northside", BILLER, "DELETE", "/billing-codes/H0031", made.etag(), null)
                        .status())
                .isEqualTo(404);
    }

    private static List<String> codes(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(each -> each.path("code").stringValue())
                .toList();
    }

    private List<String> events(String code) {
        return billing.jdbc.queryForList(
                "select payload_type from domain_event_entry where aggregate_identifier = ? order by sequence_number",
                String.class,
                "billing-code/" + tenant + "/" + code);
    }

    private Answer put(String code, @Nullable String ifMatch, String body) {
        return billing.ask(tenant, BILLER, "PUT", "/billing-codes/" + code, ifMatch, body);
    }

    private Answer delete(String code, @Nullable String ifMatch) {
        return billing.ask(tenant, BILLER, "DELETE", "/billing-codes/" + code, ifMatch, null);
    }

    private Answer get(String path) {
        return billing.ask(tenant, BILLER, "GET", path, null, null);
    }
}
