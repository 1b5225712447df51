package health.authz.alerting;

import static health.authz.alerting.RunningAlerts.token;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.platform.json.Json;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.ResultActions;
import tools.jackson.databind.JsonNode;

/** Who may ask what, and what is said when it is wrong. */
class AlertWebTest {
    private final RunningAlerts alerts = RunningAlerts.shared();
    private final String tenant = "t-" + UUID.randomUUID();

    @Test
    void every_route_needs_its_permission() throws Exception {
        alerts.http.perform(get("/api/v1/alerts")).andExpect(status().isUnauthorized());
        alerts.http
                .perform(get("/api/v1/alerts").with(token(tenant, "u", "auth:read")))
                .andExpect(status().isForbidden())
                .andExpect(jsonPath("$.permission").value("alert:read"));
        alerts.http
                .perform(get("/api/v1/alerts?scope=all").with(token(tenant, "u", "alert:read")))
                .andExpect(status().isForbidden())
                .andExpect(jsonPath("$.permission").value("alert:manage"));
        for (String path : List.of("/api/v1/profiles", "/api/v1/profiles/x", "/api/v1/settings")) {
            alerts.http
                    .perform(get(path).with(token(tenant, "u", "alert:read")))
                    .andExpect(status().isForbidden());
        }
        alerts.http
                .perform(post("/api/v1/alerts/" + UUID.randomUUID() + "/seen").with(token(tenant, "u", "auth:read")))
                .andExpect(status().isForbidden());
    }

    @Test
    void settings_are_changed_by_who_may_and_is_bound_to_no_part_of_the_organisation() throws Exception {
        for (String key : List.of(
                "authorization-alerts.enabled", "notes.late-grace-days", "bulk.rows-max", "bulk.four-eyes-above")) {
            String value = key.endsWith("enabled") ? "false" : "7";
            settingBy(key, value, List.of("*"), "all", "alert:manage")
                    .andExpect(status().isForbidden())
                    .andExpect(jsonPath("$.permission").value("settings:manage"));
            settingBy(key, value, List.of("adult"), "all", "settings:manage")
                    .andExpect(status().isForbidden())
                    .andExpect(jsonPath("$.type").value("/problems/bound-to-a-part"));
            settingBy(key, value, List.of("*"), "assigned", "settings:manage")
                    .andExpect(status().isForbidden())
                    .andExpect(jsonPath("$.type").value("/problems/bound-to-a-part"));
        }
        alerts.http
                .perform(get("/api/v1/settings").with(token(tenant, "m", "alert:manage")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.items[?(@.value != null)]").isEmpty());
        settingBy("bulk.four-eyes-above", "7", List.of("*"), "all", "settings:manage")
                .andExpect(status().isOk());
        alerts.http
                .perform(get("/api/v1/settings").with(token(tenant, "m", "settings:manage")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.items[?(@.key == 'bulk.four-eyes-above')].value")
                        .value(7));
    }

    private ResultActions settingBy(String key, String value, List<String> divisions, String clients, String permission)
            throws Exception {
        return alerts.http.perform(put("/api/v1/settings/" + key)
                .with(token(tenant, "m", divisions, clients, permission))
                .contentType(MediaType.APPLICATION_JSON)
                .content("{\"value\":" + value + "}"));
    }

    @ParameterizedTest
    @CsvSource({
        "state=GONE,state",
        "kind=EXPIRED,kind",
        "scope=ours,scope",
        "seen=perhaps,seen",
        "limit=0,limit",
        "limit=501,limit",
        "colour=red,colour",
        "authorizationId=x,authorizationId"
    })
    void a_wrong_parameter_is_named(String query, String field) throws Exception {
        alerts.http
                .perform(get("/api/v1/alerts?" + query).with(token(tenant, "u", "alert:read", "alert:manage")))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.errors[0].field").value(field));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "EXHAUSTED | {\"all\":true} | INBOX | 422 | rules[0].kind",
                "EXPIRED | {\"all\":true} | INBOX | 422 | rules[0].kind",
                "LOW_UNITS | {\"divisionIds\":[\"adult\"]} | INBOX | 422 | rules[0].scope",
                "LOW_UNITS | {\"all\":true} | EMAIL | 422 | rules[0].channels",
                "LOW | {\"all\":true} | INBOX | 400 | rules[0].kind",
                "LOW_UNITS | 7 | INBOX | 400 | rules[0].scope",
                "LOW_UNITS | {\"all\":true} | PIGEON | 400 | rules[0].channels"
            })
    void a_rule_of_later_versions_is_refused_and_a_wrong_one_is_invalid(
            String kind, String scope, String channel, int expected, String field) throws Exception {
        body(
                        "/api/v1/profiles/p",
                        "{\"name\":\"P\",\"rules\":[{\"kind\":\"" + kind + "\",\"scope\":" + scope + ",\"channels\":[\""
                                + channel + "\"]}]}")
                .andExpect(status().is(expected))
                .andExpect(jsonPath("$.errors[0].field").value(field));
        assertThat(alerts.stored("profile/" + tenant + "/%")).isEmpty();
    }

    @Test
    void a_profile_put_again_as_it_is_writes_nothing() throws Exception {
        String profile = "{\"name\":\"P\",\"active\":true,\"clientAdmin\":true,\"rules\":[{\"kind\":\"EXPIRING\","
                + "\"scope\":{\"all\":true},\"channels\":[\"INBOX\"]}]}";
        body("/api/v1/profiles/p", profile).andExpect(status().isOk());
        body("/api/v1/profiles/p", profile)
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.id").value("p"))
                .andExpect(jsonPath("$.rules[0].scope.all").value(true));
        assertThat(alerts.stored("profile/" + tenant + "/p")).containsExactly("ProfileDefined");
        alerts.http
                .perform(get("/api/v1/profiles").with(token(tenant, "m", "alert:manage")))
                .andExpect(jsonPath("$.count").value(1));
        alerts.http
                .perform(get("/api/v1/profiles/p").with(token("northside", "m", "alert:manage")))
                .andExpect(status().isNotFound());
    }

    @ParameterizedTest
    @CsvSource({
        "notes.late-grace-days,-1,400", "notes.late-grace-days,366,400", "notes.late-grace-days,365,200",
        "notes.late-grace-days,2.5,400", "bulk.rows-max,0,400", "bulk.rows-max,null,200",
        "authorization-alerts.enabled,1,400", "bulk.confirm-count-above,500,200", "bulk.unknown,1,404"
    })
    void settings_have_types_and_bounds(String key, String value, int expected) throws Exception {
        body("/api/v1/settings/" + key, "{\"value\":" + value + "}").andExpect(status().is(expected));
    }

    @Test
    void the_inbox_is_paged_newest_first_narrowed_by_the_token_and_guards_its_cursor() throws Exception {
        alerts.division(tenant, "adult", "UTC");
        alerts.client(tenant, "c-1", true, List.of("adult"), List.of("clinician"));
        alerts.flush();
        eventually(() -> alerts.jdbc.queryForObject(
                        "select count(*) from calendar where tenant = ? and looked is not null", Long.class, tenant)
                == 1);
        LocalDate today = alerts.today();
        for (int i = 0; i < 3; i++) {
            AuthAdded one = alerts.added(tenant, "c-1", "H000" + i, today, today.plusDays(2), 1, 5);
            alerts.event(tenant, one.authorizationId(), 0, one);
        }
        alerts.flush();
        eventually(() -> alerts.alerts(tenant) == 3);
        String first = alerts.http
                .perform(get("/api/v1/alerts?scope=all&limit=2").with(token(tenant, "m", "alert:read", "alert:manage")))
                .andExpect(jsonPath("$.items.length()").value(2))
                .andExpect(jsonPath("$.count").value(3))
                .andReturn()
                .getResponse()
                .getContentAsString();
        String cursor = first.replaceAll(".*\"nextCursor\":\"([^\"]+)\".*", "$1");
        alerts.http
                .perform(get("/api/v1/alerts?scope=all&limit=2&cursor=" + cursor)
                        .with(token(tenant, "m", "alert:read", "alert:manage")))
                .andExpect(jsonPath("$.items.length()").value(1))
                .andExpect(jsonPath("$.nextCursor").doesNotExist());
        alerts.http
                .perform(get("/api/v1/alerts?scope=all&kind=EXPIRING&cursor=" + cursor)
                        .with(token(tenant, "m", "alert:read", "alert:manage")))
                .andExpect(status().isBadRequest());
        count(0, List.of("child"), "all", "m");
        count(3, List.of("adult"), "all", "m");
        count(0, List.of("*"), "assigned", "m");
        count(3, List.of("*"), "assigned", "clinician");
    }

    @Test
    void the_inbox_goes_forth_and_back_over_the_same_pages_and_an_altered_cursor_is_refused() throws Exception {
        alerts.division(tenant, "adult", "UTC");
        alerts.client(tenant, "c-1", true, List.of("adult"), List.of("clinician"));
        alerts.flush();
        eventually(() -> alerts.jdbc.queryForObject(
                        "select count(*) from calendar where tenant = ? and looked is not null", Long.class, tenant)
                == 1);
        LocalDate today = alerts.today();
        for (int i = 0; i < 5; i++) {
            AuthAdded one = alerts.added(tenant, "c-1", "H000" + i, today, today.plusDays(2), 1, 5);
            alerts.event(tenant, one.authorizationId(), 0, one);
        }
        alerts.flush();
        eventually(() -> alerts.alerts(tenant) == 5);

        JsonNode first = page("");
        JsonNode second = page(first.path("nextCursor").stringValue());
        JsonNode third = page(second.path("nextCursor").stringValue());
        assertThat(first.path("prevCursor").isNull()).isTrue();
        assertThat(third.path("items").size()).isEqualTo(1);
        assertThat(third.path("nextCursor").isNull()).isTrue();

        JsonNode secondAgain = page(third.path("prevCursor").stringValue());
        JsonNode firstAgain = page(secondAgain.path("prevCursor").stringValue());
        assertThat(secondAgain.path("items")).isEqualTo(second.path("items"));
        assertThat(firstAgain.path("items")).isEqualTo(first.path("items"));
        assertThat(firstAgain.path("prevCursor").isNull()).isTrue();
        assertThat(page(firstAgain.path("nextCursor").stringValue()).path("items"))
                .isEqualTo(second.path("items"));

        String altered = "A" + second.path("prevCursor").stringValue();
        alerts.http
                .perform(get("/api/v1/alerts?scope=all&limit=2&cursor=" + altered)
                        .with(token(tenant, "m", "alert:read", "alert:manage")))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.type").value("/problems/invalid-cursor"));
    }

    private JsonNode page(String cursor) throws Exception {
        return Json.mapper()
                .readTree(alerts.http
                        .perform(get("/api/v1/alerts?scope=all&limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                                .with(token(tenant, "m", "alert:read", "alert:manage")))
                        .andExpect(status().isOk())
                        .andReturn()
                        .getResponse()
                        .getContentAsString());
    }

    private void count(int expected, List<String> divisions, String clients, String user) throws Exception {
        alerts.http
                .perform(get("/api/v1/alerts?scope=all")
                        .with(token(tenant, user, divisions, clients, "alert:read", "alert:manage")))
                .andExpect(jsonPath("$.count").value(expected));
    }

    private ResultActions body(String path, String json) throws Exception {
        return alerts.http.perform(put(path)
                .with(token(tenant, "m", "alert:manage", "settings:manage"))
                .contentType(MediaType.APPLICATION_JSON)
                .content(json));
    }
}
