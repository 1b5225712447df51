package health.authz.alerting;

import static health.authz.alerting.RunningAlerts.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;

import health.authz.platform.json.Json;
import health.authz.stack.AtOnce;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

/** Profiles and settings have no versions: each put replaces what is there, and those of one moment come one after the other. */
class MadeAtOnceTest {
    private static final int MANY = 6;
    private final RunningAlerts alerts = RunningAlerts.shared();
    private final String tenant = "t-" + UUID.randomUUID();

    @Test
    void of_many_who_make_a_profile_at_once_the_last_one_holds_and_each_is_told() {
        for (int round = 0; round < 10; round++) {
            String id = "p-" + round;

            List<Integer> answers = AtOnce.each(
                    MANY,
                    n -> answer(
                            "/profiles/" + id,
                            "{\"name\":\"Profile " + n + "\",\"rules\":[{\"kind\":\"EXPIRING\","
                                    + "\"scope\":{\"all\":true},\"channels\":[\"INBOX\"]}]}"));

            assertThat(answers).containsOnly(200);
            assertThat(alerts.jdbc.queryForObject(
                            "select name from profile where tenant = ? and profile_id = ?", String.class, tenant, id))
                    .isEqualTo(lastOf("profile/" + tenant + "/" + id, "name"));
        }
    }

    @Test
    void of_many_who_change_a_setting_at_once_the_last_one_holds_and_each_is_told() {
        String key = "notes.late-grace-days";

        List<Integer> answers = AtOnce.each(MANY, n -> answer("/settings/" + key, "{\"value\":" + (n + 1) + "}"));

        assertThat(answers).containsOnly(200);
        assertThat(alerts.jdbc.queryForObject(
                        "select value from setting where tenant = ? and key = ?", String.class, tenant, key))
                .isEqualTo(lastOf("setting/" + tenant + "/" + key, "value"));
    }

    /** A field of the last event of a stream of one event for each who asked. */
    private String lastOf(String stream, String field) {
        assertThat(alerts.jdbc.queryForList(
                        "select sequence_number from domain_event_entry where aggregate_identifier = ?"
                                + " order by sequence_number",
                        Long.class,
                        stream))
                .containsExactlyElementsOf(LongStream.range(0, MANY).boxed().toList());
        String event = alerts.jdbc.queryForObject(
                "select convert_from(payload, 'UTF8') from domain_event_entry where aggregate_identifier = ?"
                        + " order by sequence_number desc limit 1",
                String.class,
                stream);
        return Json.mapper().readTree(event).path(field).asString();
    }

    private int answer(String path, String body) {
        try {
            return alerts.http
                    .perform(put("/api/v1" + path)
                            .with(token(tenant, "m", "alert:manage", "settings:manage"))
                            .contentType(MediaType.APPLICATION_JSON)
                            .content(body))
                    .andReturn()
                    .getResponse()
                    .getStatus();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }
}
