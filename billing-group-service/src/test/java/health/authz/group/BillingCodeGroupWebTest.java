package health.authz.group;

import static health.authz.group.RunningBilling.BILLER;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.envelope.Topics;
import health.authz.group.RunningBilling.Answer;
import health.authz.stack.AtOnce;
import health.authz.stack.TestParts;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Billing code groups over HTTP. */
class BillingCodeGroupWebTest {
    private static final String GROUPS = "/billing-code-groups";
    private final RunningBilling billing = RunningBilling.shared();
    private final String tenant = "t-" + UUID.randomUUID();

    @BeforeEach
    void three_codes() {
        code("H0031", "\"HCPCS\",\"defaultUnits\":4");
        code("H2014", "\"HCPCS\"");
        code("PTO", "\"INTERNAL\",\"unmanaged\":true");
    }

    @Test
    void a_group_is_made_with_its_place_and_version_and_changes_one_version_at_a_time() {
        Answer made = make("Starter", "{\"code\":\"H0031\",\"defaultUnits\":6,\"unitAlertLevel\":1}");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.etag()).isEqualTo("\"1\"");
        String path = path(made);

        String body = "{\"name\":\"Starter\",\"codes\":[{\"code\":\"PTO\"}]}";
        assertThat(ask("PUT", path, null, body).status()).isEqualTo(428);
        assertThat(ask("PUT", path, "\"9\"", body).status()).isEqualTo(412);
        assertThat(ask("PUT", path, "\"1\"", body).json().path("version").intValue())
                .isEqualTo(2);
        assertThat(ask("PUT", path, "\"2\"", body).etag()).isEqualTo("\"2\"");
        assertThat(ask("DELETE", path, null, null).status()).isEqualTo(428);
        assertThat(ask("DELETE", path, "\"2\"", null).status()).isEqualTo(204);
        assertThat(ask("GET", path, null, null).status()).isEqualTo(404);
        assertThat(ask("PUT", path, "\"3\"", body).status()).isEqualTo(404);
    }

    /** Rule B-64. */
    @Test
    void a_member_is_named_in_any_case_and_is_in_a_group_once() {
        Answer made = make("Starter", "{\"code\":\"h0031\",\"defaultUnits\":6},{\"code\":\"pto\"}");
        assertThat(made.json().path("codes"))
                .extracting(member -> member.path("code").stringValue())
                .containsExactly("H0031", "PTO");
        assertThat(made.json().path("codes").path(0).path("unitLabel").stringValue())
                .isEqualTo("unit");

        Answer twice = make("Other", "{\"code\":\"PTO\"},{\"code\":\"H0031\"},{\"code\":\"h0031\"}");
        assertThat(twice.status()).isEqualTo(400);
        assertThat(twice.json().path("errors"))
                .extracting(error -> error.path("field").stringValue())
                .containsExactly("codes[2].code");
    }

    @Test
    void of_many_who_give_one_name_at_once_one_has_it() {
        for (int round = 0; round < 20; round++) {
            String name = "Starter " + round;

            List<Answer> answers = AtOnce.each(
                    6, n -> make(n % 2 == 0 ? name : name.toUpperCase(Locale.ROOT), "{\"code\":\"H0031\"}"));

            assertThat(answers.stream().map(Answer::status))
                    .containsOnlyOnce(201)
                    .isSubsetOf(201, 409);
            assertThat(answers.stream().filter(each -> each.status() == 409))
                    .allSatisfy(each ->
                            assertThat(each.json().path("type").stringValue()).endsWith("/group-name-taken"));
        }
        assertThat(ask("GET", GROUPS, null, null).json().path("count").intValue())
                .isEqualTo(20);
    }

    @Test
    void of_many_who_change_a_group_from_one_version_at_once_one_does() {
        String path = path(make("Starter", "{\"code\":\"H0031\"}"));

        List<Answer> answers = AtOnce.each(
                6, n -> ask("PUT", path, "\"1\"", "{\"name\":\"Starter " + n + "\",\"codes\":[{\"code\":\"PTO\"}]}"));

        assertThat(answers.stream().map(Answer::status)).containsOnlyOnce(200).isSubsetOf(200, 412);
        assertThat(ask("GET", path, null, null).etag()).isEqualTo("\"2\"");
    }

    @Test
    void the_members_own_values_beat_the_codes() {
        JsonNode group = make("Starter", "{\"code\":\"H0031\",\"defaultUnits\":6},{\"code\":\"PTO\"}")
                .json();

        assertThat(group.path("codes").path(0).path("units").intValue()).isEqualTo(6);
        assertThat(group.path("usable").booleanValue()).isTrue();
        assertThat(make("Plain", "{\"code\":\"H0031\"}")
                        .json()
                        .path("codes")
                        .path(0)
                        .path("units")
                        .intValue())
                .isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{\"code\":\"H2014\"} | H2014 has no default units.",
                "{\"code\":\"H2014\",\"defaultUnits\":1} | -",
                "{\"code\":\"PTO\"} | -",
                "'' | The group has no codes."
            })
    void a_group_is_usable_where_every_code_has_units_or_needs_none(String codes, @Nullable String because) {
        JsonNode group = make("Starter", codes).json();

        assertThat(group.path("usable").booleanValue()).isEqualTo(because == null);
        assertThat(group.path("unusableBecause").path(0).stringValue(null)).isEqualTo(because);
    }

    @Test
    void a_group_with_a_code_that_became_inactive_shows_it_and_is_not_usable() {
        String path = path(make("Starter", "{\"code\":\"PTO\"}"));
        Answer code = ask("GET", "/billing-codes/PTO", null, null);
        ask(
                "PUT",
                "/billing-codes/PTO",
                code.etag(),
                "{\"description\":\"Away\",\"type\":\"INTERNAL\",\"unmanaged\":true,\"active\":false}");

        JsonNode group = ask("GET", path, null, null).json();
        assertThat(group.path("codes").path(0).path("active").booleanValue()).isFalse();
        assertThat(group.path("usable").booleanValue()).isFalse();
        assertThat(group.path("version").intValue()).isEqualTo(1);
        JsonNode listed = ask("GET", GROUPS, null, null).json();
        assertThat(listed.path("items").path(0)).isEqualTo(group);
    }

    @Test
    void names_are_unique_whatever_their_case_in_one_organisation_alone() {
        make("Starter", "{\"code\":\"PTO\"}");
        Answer other = make("Other", "{\"code\":\"PTO\"}");

        assertThat(make("STARTER", "{\"code\":\"PTO\"}").status()).isEqualTo(409);
        Answer renamed = ask("PUT", path(other), "\"1\"", "{\"name\":\"starter\",\"codes\":[]}");
        assertThat(renamed.status()).isEqualTo(409);
        assertThat(renamed.json().path("type").stringValue()).isEqualTo("/problems/group-name-taken");
        assertThat(ask("GET", path(other), null, null).etag()).isEqualTo("\"1\"");
        assertThat(billing.ask("t-" + UUID.randomUUID(), BILLER, "POST", GROUPS, null, "{\"name\":\"Starter\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void members_are_known_codes_each_once() {
        Answer unknown = make("Starter", "{\"code\":\"H9999\"}");
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.json().path("type").stringValue()).isEqualTo("/problems/unknown-billing-code");
        Answer twice = make("Starter", "{\"code\":\"PTO\"},{\"code\":\"PTO\"}");
        assertThat(twice.status()).isEqualTo(400);
        assertThat(twice.json().path("errors").path(0).path("field").stringValue())
                .isEqualTo("codes[1].code");
        assertThat(ask("GET", GROUPS, null, null).json().path("count").intValue())
                .isZero();
    }

    @Test
    void add_all_and_remove_all_are_one_version_each_and_nothing_when_already_so() {
        String path = path(make("Starter", "{\"code\":\"H2014\",\"defaultUnits\":9}"));

        assertThat(ask("POST", path + "/add-all", null, null).status()).isEqualTo(428);
        JsonNode all = ask("POST", path + "/add-all", "\"1\"", null).json();
        assertThat(all.path("version").intValue()).isEqualTo(2);
        assertThat(all.path("codes").size()).isEqualTo(3);
        assertThat(all.path("codes").path(0).path("defaultUnits").intValue()).isEqualTo(9);
        assertThat(ask("POST", path + "/add-all", "\"2\"", null).etag()).isEqualTo("\"2\"");
        JsonNode none = ask("POST", path + "/remove-all", "\"2\"", null).json();
        assertThat(none.path("version").intValue()).isEqualTo(3);
        assertThat(none.path("codes").isEmpty()).isTrue();
    }

    @Test
    void a_code_that_is_a_member_is_not_removed() {
        String path = path(make("Starter", "{\"code\":\"PTO\"}"));
        String etag = ask("GET", "/billing-codes/PTO", null, null).etag();

        assertThat(ask("DELETE", "/billing-codes/PTO", etag, null).status()).isEqualTo(409);
        ask("POST", path + "/remove-all", "\"1\"", null);
        assertThat(ask("DELETE", "/billing-codes/PTO", etag, null).status()).isEqualTo(204);
    }

    @Test
    void groups_are_paged_by_name_and_needs_a_permission_and_an_own_organisation() {
        for (String name : List.of("beta", "Alpha", "gamma")) {
            make(name, "{\"code\":\"PTO\"}");
        }
        JsonNode first = ask("GET", GROUPS + "?limit=2", null, null).json();
        assertThat(names(first)).containsExactly("Alpha", "beta");
        JsonNode second = ask(
                        "GET",
                        GROUPS + "?limit=2&cursor=" + first.path("nextCursor").stringValue(),
                        null,
                        null)
                .json();
        assertThat(names(second)).containsExactly("gamma");
        assertThat(names(ask("GET", GROUPS + "?q=AMM", null, null).json())).containsExactly("gamma");
        String foreign = GROUPS + "/" + first.path("items").path(0).path("id").stringValue();
        assertThat(billing.ask("northside", BILLER, "GET", foreign, null, null).status())
                .isEqualTo(404);
        assertThat(billing.ask(tenant, List.of("billing:read"), "POST", GROUPS, null, "{\"name\":\"x\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void events_reach_their_topic_in_order_keyed_by_the_organisation() {
        String path = path(make("Starter", "{\"code\":\"PTO\"}"));
        ask("POST", path + "/remove-all", "\"1\"", null);
        ask("DELETE", path, "\"2\"", null);

        List<String> types = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestParts.kafka().bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition only = new TopicPartition(Topics.BILLING_GROUP_EVENTS, 0);
            consumer.assign(List.of(only));
            consumer.seekToBeginning(List.of(only));
            eventually(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (tenant.equals(record.key())) {
                        types.add(new String(
                                record.headers().lastHeader("ce_type").value(), StandardCharsets.UTF_8));
                    }
                });
                return types.size() >= 6;
            });
        }
        assertThat(types)
                .containsExactly(
                        "BillingCodeDefined",
                        "BillingCodeDefined",
                        "BillingCodeDefined",
                        "BillingCodeGroupDefined",
                        "BillingCodeGroupDefined",
                        "BillingCodeGroupRemoved");
    }

    private static List<String> names(JsonNode page) {
        return page.path("items")
                .valueStream()
                .map(each -> each.path("name").stringValue())
                .toList();
    }

    private void code(String code, String typeAndMore) {
        ask("PUT", "/billing-codes/" + code, null, "{\"description\":\"" + code + "\",\"type\":" + typeAndMore + "}");
    }

    private Answer make(String name, String codes) {
        return ask("POST", GROUPS, null, "{\"name\":\"" + name + "\",\"codes\":[" + codes + "]}");
    }

    private static String path(Answer made) {
        return GROUPS + "/" + made.json().path("id").stringValue();
    }

    private Answer ask(String method, String path, @Nullable String ifMatch, @Nullable String body) {
        return billing.ask(tenant, BILLER, method, path, ifMatch, body);
    }
}
