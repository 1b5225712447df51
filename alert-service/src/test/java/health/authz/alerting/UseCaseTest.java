package health.authz.alerting;

import static health.authz.alerting.RunningAlerts.held;
import static health.authz.alerting.RunningAlerts.token;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** The story on real parts: levels reached, days passing, the right people told, nothing told twice. */
class UseCaseTest {
    private static final String PROFILE = """
            {"name":"Office","active":true,"clientAdmin":%s,"rules":[
              {"kind":"LOW_UNITS","scope":{"all":true},"channels":["INBOX"]},
              {"kind":"EXPIRING","scope":{"all":true},"channels":["INBOX"]}]}""";
    private final RunningAlerts alerts = RunningAlerts.shared();
    private final String tenant = "t-" + UUID.randomUUID();

    @BeforeEach
    void directory() throws Exception {
        profile("office", true);
        profile("care", false);
        alerts.division(tenant, "adult", "America/New_York");
        alerts.division(tenant, "child", "America/New_York");
        alerts.user(tenant, "biller", "office", List.of("*"), List.of());
        alerts.user(tenant, "biller-child", "office", List.of("child"), List.of());
        alerts.user(tenant, "clinician", "care", List.of("adult"), List.of());
        alerts.user(tenant, "supervisor", "care", List.of("adult"), List.of("clinician"));
        alerts.user(tenant, "other", "care", List.of("adult"), List.of());
        alerts.client(tenant, "c-1", true, List.of("adult"), List.of("clinician"));
        alerts.flush();
        eventually(() -> {
            assertThat(count("select count(*) from user_copy where tenant = ?")).isEqualTo(5);
            assertThat(count("select count(*) from client_copy where tenant = ?"))
                    .isEqualTo(1);
            assertThat(count("select count(*) from calendar where tenant = ? and looked is not null"))
                    .isEqualTo(2);
        });
    }

    @Test
    void units_reach_the_level_then_the_end_comes_near_and_the_right_people_are_told_once() throws Exception {
        LocalDate today = alerts.today();
        AuthAdded authorization = alerts.added(tenant, "c-1", "H0031", today.minusDays(5), today.plusDays(15), 4, 13);
        alerts.event(tenant, authorization.authorizationId(), 0, authorization);
        alerts.event(tenant, authorization.authorizationId(), 1, held(authorization, "n-1", "7.99", "4.01"));
        alerts.event(tenant, authorization.authorizationId(), 2, held(authorization, "n-2", "8", "4"));
        alerts.event(tenant, authorization.authorizationId(), 2, held(authorization, "n-2", "8", "4"));
        alerts.flush();
        untilAlerts(1);
        alerts.http
                .perform(get("/api/v1/alerts").with(token(tenant, "supervisor", "alert:read")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.count").value(1))
                .andExpect(jsonPath("$.items[0].kind").value("LOW_UNITS"))
                .andExpect(jsonPath("$.items[0].value").value(4))
                .andExpect(jsonPath("$.items[0].threshold").value(4))
                .andExpect(jsonPath("$.items[0].recipients")
                        .value(containsInAnyOrder("biller", "clinician", "supervisor")));
        alerts.http
                .perform(get("/api/v1/alerts").with(token(tenant, "other", "alert:read")))
                .andExpect(jsonPath("$.items").value(empty()));

        alerts.daysPass(4);
        untilAlerts(2);
        alerts.http
                .perform(get("/api/v1/alerts?kind=EXPIRING&state=OPEN").with(token(tenant, "clinician", "alert:read")))
                .andExpect(jsonPath("$.count").value(1));

        replayEverything();
        assertThat(alerts.alerts(tenant)).isEqualTo(2);
        seenAndAcknowledged();
    }

    private void replayEverything() {
        alerts.jdbc.update("delete from consumer_position where topic in ('auth-events', 'calendar-events')");
        LocalDate today = alerts.today();
        AuthAdded probe = alerts.added(tenant, "c-1", "H9999", today.minusDays(1), today.plusDays(90), 4, 1);
        alerts.event(tenant, probe.authorizationId(), 0, probe);
        for (int partition = 0; partition < 12; partition++) {
            AuthAdded more = alerts.added(tenant, "c-1", "H9998", today.minusDays(1), today.plusDays(90), 4, 1);
            alerts.event(tenant, more.authorizationId(), 0, more);
        }
        alerts.flush();
        eventually(() -> assertThat(count("select count(*) from watched_authorization where tenant = ?"))
                .isEqualTo(14));
    }

    private int unread(String user) throws Exception {
        String answer = alerts.http
                .perform(get("/api/v1/alerts?seen=false&limit=1").with(token(tenant, user, "alert:read")))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
        return JsonMapper.builder().build().readTree(answer).path("count").asInt();
    }

    private void seenAndAcknowledged() throws Exception {
        String id = alerts.jdbc.queryForObject(
                "select id::text from alert where tenant = ? and kind = 'LOW_UNITS'", String.class, tenant);
        int unread = unread("biller");
        for (int again = 0; again < 2; again++) {
            alerts.http
                    .perform(post("/api/v1/alerts/" + id + "/seen").with(token(tenant, "biller", "alert:read")))
                    .andExpect(status().isOk())
                    .andExpect(jsonPath("$.seen").value(true));
        }
        alerts.http
                .perform(post("/api/v1/alerts/" + id + "/acknowledge").with(token(tenant, "clinician", "alert:read")))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.acknowledgedBy").value("clinician"))
                .andExpect(jsonPath("$.seen").value(false))
                .andExpect(jsonPath("$.state").value("OPEN"));
        alerts.http
                .perform(post("/api/v1/alerts/" + id + "/acknowledge").with(token(tenant, "biller", "alert:read")))
                .andExpect(jsonPath("$.acknowledgedBy").value("clinician"));
        assertThat(unread("biller")).isEqualTo(unread - 1);
        assertThat(unread("clinician"))
                .as("what one has read is not read by another")
                .isPositive();
        assertThat(alerts.stored(id)).containsExactly("AlertRaised", "AlertSeen", "AlertAcknowledged");
        alerts.http
                .perform(post("/api/v1/alerts/" + id + "/acknowledge").with(token(tenant, "other", "alert:read")))
                .andExpect(status().isNotFound());
        alerts.http
                .perform(post("/api/v1/alerts/" + id + "/seen").with(token("northside", "biller", "alert:read")))
                .andExpect(status().isNotFound());
    }

    @Test
    void a_successor_and_an_inactive_client_close_what_is_open() {
        LocalDate today = alerts.today();
        AuthAdded ending = alerts.added(tenant, "c-1", "H0031", today.minusDays(9), today.plusDays(3), 4, 14);
        alerts.event(tenant, ending.authorizationId(), 0, ending);
        alerts.event(tenant, ending.authorizationId(), 1, held(ending, "n-1", "12", "1"));
        alerts.flush();
        untilAlerts(2);
        AuthAdded next = alerts.added(tenant, "c-1", "H0031", today.plusDays(4), today.plusDays(90), 1, 14);
        alerts.event(tenant, next.authorizationId(), 0, next);
        alerts.flush();
        eventually(() -> assertThat(causes()).containsExactly("SUCCESSOR_ADDED"));
        alerts.client(tenant, "c-1", false, List.of("adult"), List.of("clinician"));
        alerts.flush();
        eventually(() -> assertThat(causes()).containsExactlyInAnyOrder("SUCCESSOR_ADDED", "CLIENT_INACTIVE"));
    }

    @Test
    void an_alert_that_reaches_nobody_is_raised_marked_and_counted() throws Exception {
        double before = scraped("authz_alerts_total", "reached=\"false\"", "transition=\"raised\"", "LOW_UNITS");
        alerts.client(tenant, "c-2", true, List.of(), List.of());
        alerts.user(tenant, "biller", null, List.of("*"), List.of());
        alerts.flush();
        eventually(() -> {
            assertThat(count("select count(*) from client_copy where tenant = ?"))
                    .isEqualTo(2);
            assertThat(count("select count(*) from user_copy where tenant = ? and profile_id is null"))
                    .isEqualTo(1);
        });
        LocalDate today = alerts.today();
        AuthAdded authorization = alerts.added(tenant, "c-2", "H0031", today.minusDays(5), today.plusDays(90), 4, 1);
        alerts.event(tenant, authorization.authorizationId(), 0, authorization);
        alerts.event(tenant, authorization.authorizationId(), 1, held(authorization, "n-1", "12", "0"));
        alerts.flush();
        untilAlerts(1);
        alerts.http
                .perform(get("/api/v1/alerts?scope=all").with(token(tenant, "m", "alert:read", "alert:manage")))
                .andExpect(jsonPath("$.items[0].recipients").value(empty()));
        eventually(() -> assertThat(
                        scraped("authz_alerts_total", "reached=\"false\"", "transition=\"raised\"", "LOW_UNITS"))
                .isEqualTo(before + 1));
    }

    @Test
    void with_the_switch_off_nothing_is_raised() throws Exception {
        alerts.http
                .perform(put("/api/v1/settings/authorization-alerts.enabled")
                        .with(token(tenant, "m", "settings:manage"))
                        .contentType(MediaType.APPLICATION_JSON)
                        .content("{\"value\":false}"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.value").value(false))
                .andExpect(jsonPath("$.default").value(true))
                .andExpect(jsonPath("$.changedBy").value("m"));
        LocalDate today = alerts.today();
        AuthAdded authorization = alerts.added(tenant, "c-1", "H0031", today.minusDays(5), today.plusDays(3), 4, 14);
        alerts.event(tenant, authorization.authorizationId(), 0, authorization);
        alerts.event(tenant, authorization.authorizationId(), 1, held(authorization, "n-1", "12", "0"));
        alerts.flush();
        eventually(() -> assertThat(count("select count(*) from watched_authorization where tenant = ? and seq = 1"))
                .isEqualTo(1));
        assertThat(alerts.alerts(tenant)).isZero();
    }

    @Test
    void missed_days_begin_each_once_and_in_order_also_with_two_instances() {
        try (var second = alerts.start()) {
            alerts.daysPass(3);
            eventually(() -> assertThat(alerts.jdbc.queryForList(
                            "select convert_from(payload, 'UTF8')::json ->> 'date' from domain_event_entry"
                                    + " where aggregate_identifier = ? order by sequence_number",
                            String.class,
                            "calendar/" + tenant + "/UTC"))
                    .containsExactlyElementsOf(alerts.today()
                            .minusDays(3)
                            .datesUntil(alerts.today().plusDays(1))
                            .map(LocalDate::toString)
                            .toList()));
            assertThat(second.isRunning()).isTrue();
        }
    }

    private void profile(String id, boolean admin) throws Exception {
        alerts.http
                .perform(put("/api/v1/profiles/" + id)
                        .with(token(tenant, "m", "alert:manage"))
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(PROFILE.formatted(admin)))
                .andExpect(status().isOk());
    }

    private double scraped(String... parts) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String text = client.send(
                            HttpRequest.newBuilder(URI.create(
                                            "http://localhost:" + alerts.managementPort() + "/actuator/prometheus"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            return text.lines()
                    .filter(line -> List.of(parts).stream().allMatch(line::contains))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    private void untilAlerts(long count) {
        eventually(() -> assertThat(alerts.alerts(tenant)).isEqualTo(count));
    }

    private List<String> causes() {
        return alerts.jdbc.queryForList(
                "select close_cause from alert where tenant = ? and state = 'CLOSED'", String.class, tenant);
    }

    private long count(String sql) {
        return alerts.jdbc.queryForObject(sql, Long.class, tenant);
    }
}
