package health.authz.group;

import static health.authz.group.RunningBilling.BILLER;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.group.RunningBilling.Answer;
import health.authz.stack.AtOnce;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
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
        assertThat(put("H0031", "\"77\"", more).json().path("detail").stringValue())
                .as("the way to read one's own write")
                .contains("consistentWith", "Authz-Consistency");
        Answer replaced = put("H0031", made.etag(), more);
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.etag()).isNotEqualTo(made.etag());
        assertThat(put("H0031", made.etag(), ASSESSMENT).status()).isEqualTo(412);
        assertThat(get("/billing-codes/H0031").json().path("defaultUnits").intValue())
                .isEqualTo(6);
        assertThat(events("H0031")).containsExactly("BillingCodeDefined", "BillingCodeDefined");
    }

    @Test
    void a_tag_is_known_with_others_beside_it_and_with_the_name_of_a_compression() {
        String tag = put("H0031", null, ASSESSMENT).etag().replace("\"", "");

        Answer replaced = put("H0031", "\"77\", \"" + tag + "-gzip\"", ASSESSMENT.replace("4}", "6}"));
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(put("H0031", "*", ASSESSMENT).status()).isEqualTo(200);
    }

    @Test
    void only_if_there_is_none_makes_and_never_replaces() {
        Answer made = make("H0031", "*", ASSESSMENT);
        assertThat(made.status()).isEqualTo(201);

        Answer again = make("H0031", "*", ASSESSMENT.replace("4}", "6}"));
        assertThat(again.status()).isEqualTo(412);
        assertThat(again.json().path("type").stringValue()).endsWith("/exists-already");
        assertThat(again.json().path("currentETag").stringValue()).isEqualTo(made.etag());
        assertThat(make("H0032", "\"1\"", ASSESSMENT).status()).isEqualTo(400);
        assertThat(events("H0031")).hasSize(1);
    }

    private Answer make(String code, String ifNoneMatch, String body) {
        return billing.ask(tenant, BILLER, "PUT", "/billing-codes/" + code, null, body, "If-None-Match", ifNoneMatch);
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
    void codes_come_as_a_sheet_good_lines_are_taken_and_bad_ones_listed() {
        put("H0031", null, ASSESSMENT);

        Answer answer = sheet("Billing Code;Description;Type;Default units;Unmanaged;Notes\r\n"
                + "H0031;;;6;;x\r\n"
                + "H2014;Skills training;hcpcs;2.5;No;\r\n"
                + "T1;;INTERNAL;a lot;perhaps;\r\n"
                + "H 1;Wrong;HCPCS;1;;\r\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("accepted").intValue()).isEqualTo(2);
        assertThat(answer.json().path("rejected").intValue()).isEqualTo(2);
        assertThat(answer.json().path("ignoredColumns").toString()).isEqualTo("[\"Notes\"]");
        assertThat(answer.json().path("problems"))
                .extracting(problem -> problem.path("line").intValue() + " "
                        + problem.path("field").stringValue())
                .contains("4 description", "4 defaultUnits", "4 unmanaged")
                .anySatisfy(place -> assertThat(place).startsWith("5 "));
        JsonNode kept = get("/billing-codes/H0031").json();
        assertThat(kept.path("defaultUnits").intValue()).isEqualTo(6);
        assertThat(kept.path("description").stringValue())
                .as("a blank cell leaves it")
                .isEqualTo("Assessment");
        assertThat(get("/billing-codes/H2014").json().path("defaultUnits").decimalValue())
                .isEqualByComparingTo("2.5");
        assertThat(sheet("Code,Description,Type\nH2014,Skills training,HCPCS\n")
                        .json()
                        .path("accepted")
                        .intValue())
                .isEqualTo(1);
        assertThat(events("H2014")).as("the same again writes nothing").hasSize(1);
        assertThat(sheet("Description\nx\n").status()).isEqualTo(422);
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

    /** Rule B-64. */
    @Test
    void a_code_is_read_replaced_and_removed_by_its_name_in_any_case() {
        Answer made = put("H0031", null, ASSESSMENT);

        Answer read = get("/billing-codes/h0031");
        assertThat(read.etag()).isEqualTo(made.etag());
        assertThat(read.json()).isEqualTo(made.json());
        String more = ASSESSMENT.replace("4}", "6}");
        assertThat(put("h0031", null, more).status()).isEqualTo(428);
        assertThat(make("h0031", "*", more).json().path("currentETag").stringValue())
                .isEqualTo(made.etag());
        Answer replaced = put("h0031", made.etag(), more);
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.json().path("code").stringValue()).isEqualTo("H0031");
        assertThat(sheet("Code,Units\nh0031,7\n").json().path("accepted").intValue())
                .isEqualTo(1);
        Answer now = get("/billing-codes/H0031");
        assertThat(now.json().path("defaultUnits").intValue()).isEqualTo(7);
        assertThat(get("/billing-codes").json().path("count").intValue()).isEqualTo(1);
        assertThat(delete("h0031", now.etag()).status()).isEqualTo(204);
        assertThat(get("/billing-codes/H0031").status()).isEqualTo(404);
        assertThat(events("H0031"))
                .containsExactly(
                        "BillingCodeDefined", "BillingCodeDefined", "BillingCodeDefined", "BillingCodeRemoved");
        assertThat(events("h0031")).isEmpty();
    }

    @Test
    void a_new_code_of_a_family_in_capitals_is_made_in_capitals_and_an_internal_one_as_it_is_written() {
        assertThat(put("h0031", null, ASSESSMENT).json().path("code").stringValue())
                .isEqualTo("H0031");
        assertThat(put("Intake", null, ASSESSMENT.replace("HCPCS", "INTERNAL"))
                        .json()
                        .path("code")
                        .stringValue())
                .isEqualTo("Intake");
        assertThat(sheet("Code,Description,Type\nh2014,Skills training,hcpcs\n")
                        .json()
                        .path("accepted")
                        .intValue())
                .isEqualTo(1);
        assertThat(codes(get("/billing-codes").json())).containsExactly("H0031", "H2014", "Intake");
    }

    /** Of before there was the rule. */
    @Test
    void of_codes_that_differ_in_case_alone_a_name_means_the_one_written_so_else_the_first() {
        put("INTAKE", null, ASSESSMENT.replace("HCPCS", "INTERNAL"));
        billing.jdbc.update(
                "insert into billing_code select tenant, 'intake', version, active, replace(event, 'INTAKE', 'intake')"
                        + " from billing_code where tenant = ?",
                tenant);

        assertThat(get("/billing-codes/intake").json().path("code").stringValue())
                .isEqualTo("intake");
        assertThat(get("/billing-codes/INTAKE").json().path("code").stringValue())
                .isEqualTo("INTAKE");
        assertThat(get("/billing-codes/Intake").json().path("code").stringValue())
                .isEqualTo("INTAKE");
    }

    @Test
    void of_many_who_make_a_code_in_different_case_at_once_one_makes_it() {
        String internal = ASSESSMENT.replace("HCPCS", "INTERNAL");
        for (int round = 10; round < 40; round++) {
            String code = "intake-" + round;

            onlyMade(AtOnce.each(6, n -> put(n % 2 == 0 ? code : code.toUpperCase(Locale.ROOT), null, internal)));

            assertThat(billing.jdbc.queryForObject(
                            "select count(*) from billing_code where tenant = ? and upper(code) = upper(?)",
                            Long.class,
                            tenant,
                            code))
                    .isEqualTo(1);
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
                "x0031 | {\"description\":\"A\",\"type\":\"HCPCS\"} | type",
                "H0031 | {\"description\":\"A\",\"type\":\"DENTAL\"} | type",
                "H0031 | {\"description\":\"A\",\"type\":\"HCPCS\",\"defaultUnits\":\"4\"} | defaultUnits",
                "H0031 | {\"description\":\"A\",\"type\":\"HCPCS\",\"defaultUnits\":-1} | defaultUnits",
                "H0031 | {\"description\":\"A\",\"type\":\"HCPCS\",\"defaultUnits\":1.005} | defaultUnits",
                "H0031 | {\"description\":\"A\",\"type\":\"HCPCS\",\"defaultUnits\":1e12} | defaultUnits",
                "H0031 | {\"description\":7,\"type\":\"HCPCS\"} | description",
                "H0031 | {\"description\":\"A\",\"type\":\"HCPCS\",\"active\":\"yes\"} | active",
                "H0031 | {\"description\":\"A\",\"type\":\"HCPCS\",\"authDecrementAction\":\"PER_YEAR\"} |"
                        + " authDecrementAction",
                "H0031 | {\"description\":\"A\",\"type\":\"HCPCS\",\"authDecrementAction\":\"PER_DAY\"} |"
                        + " authDecrementAction",
                "H0031 |"
                        + " {\"description\":\"A\",\"type\":\"HCPCS\",\"authDecrementAction\":\"PER_NOTE\",\"unmanaged\":true}"
                        + " | authDecrementAction",
                "H0031 | {\"description\":\"A\",\"type\":\"HCPCS\",\"authDecrementAction\":\"NONE\"} |"
                        + " authDecrementAction",
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
    void how_notes_use_units_stays_where_it_is_from_before_and_is_refused_where_it_is_new() {
        Answer made = put("H0031", null, ASSESSMENT);
        jdbc("PER_UNIT_BILLED", "PER_DAY");

        Answer kept = put("H0031", made.etag(), decrement("PER_DAY").replace("4,", "6,"));
        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.json().path("authDecrementAction").stringValue()).isEqualTo("PER_DAY");
        assertThat(put("H0031", kept.etag(), decrement("PER_WEEK")).status()).isEqualTo(400);
        Answer mended = put("H0031", kept.etag(), decrement("PER_UNIT_BILLED"));
        assertThat(mended.status()).isEqualTo(200);
        assertThat(put("H0031", mended.etag(), decrement("PER_DAY")).status()).isEqualTo(400);
    }

    @Test
    void nothing_is_used_on_unmanaged_codes_alone() {
        String none = decrement("NONE");
        Answer made = put("H0031", null, none.replace("}", ",\"unmanaged\":true}"));
        assertThat(made.status()).isEqualTo(201);
        Answer managed = put("H0031", made.etag(), none);
        assertThat(managed.status()).isEqualTo(400);
        assertThat(managed.json().path("detail").stringValue()).contains("authDecrementAction", "unmanaged");
    }

    private static String decrement(String action) {
        return ASSESSMENT.replace("}", ",\"authDecrementAction\":\"" + action + "\"}");
    }

    /** As a version of before left it. */
    private void jdbc(String was, String stored) {
        billing.jdbc.update(
                "update billing_code set event = replace(event, ?, ?) where tenant = ?", was, stored, tenant);
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

    private Answer sheet(String text) {
        return billing.ask(tenant, BILLER, "POST", "/billing-codes/import", null, MediaType.valueOf("text/csv"), text);
    }

    private Answer delete(String code, @Nullable String ifMatch) {
        return billing.ask(tenant, BILLER, "DELETE", "/billing-codes/" + code, ifMatch, null);
    }

    private Answer get(String path) {
        return billing.ask(tenant, BILLER, "GET", path, null, null);
    }
}
