package health.authz.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.gateway.Browser.Page;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that keeps three sessions, and lets twenty requests without a name through at once and one more each second. */
class SessionsTest {
    private static final int SESSIONS_MAX = 3;
    private static final int BURST = 20;
    private static final EchoService ANY = EchoService.saying("{}");

    @TempDir
    static Path folder;

    private static RunningGateway bounded;
    private static RunningGateway limited;

    @BeforeAll
    static void start() throws Exception {
        bounded = new RunningGateway(
                folder.resolve("bounded"),
                RunningGateway.allServicesAt(ANY.address(), "--authz.sign-in.sessions-max=" + SESSIONS_MAX));
        limited = new RunningGateway(
                folder.resolve("limited"),
                RunningGateway.allServicesAt(
                        ANY.address(),
                        "--authz.limits.address-requests-per-second=1",
                        "--authz.limits.address-burst=" + BURST,
                        // a page of the console asks the API several times in the name of its reader
                        "--authz.limits.burst=100000"));
    }

    @AfterAll
    static void stop() {
        bounded.close();
        limited.close();
        ANY.close();
    }

    @Test
    void whoever_has_not_signed_in_has_no_session_whatever_they_ask_for() throws Exception {
        long before = sessionsEver();

        for (int i = 0; i < 10; i++) {
            for (String path : List.of(
                    "/",
                    "/console",
                    "/console?q=x",
                    "/sign-in",
                    "/oauth2/authorization/organisation",
                    "/login/oauth2/code/organisation?code=a&state=b",
                    "/sign-in/failed?why=late",
                    "/session",
                    "/docs",
                    "/problems/stale",
                    "/nothing")) {
                noSession(new Browser(bounded.base).ask("GET", path, ""));
            }
            noSession(new Browser(bounded.base).ask("POST", "/console/bulk", "a=b"));
            noSession(new Browser(bounded.base).ask("POST", "/logout", ""));
            noSession(new Browser(bounded.base).ask("GET", "/console/rows", "", "HX-Request", "true"));
            new Browser(bounded.base).open("/console");
        }

        assertThat(sessionsEver()).isEqualTo(before);
    }

    private static void noSession(Page page) {
        assertThat(page.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("authz_session="));
    }

    @Test
    void whoever_would_be_one_too_many_is_told_and_those_who_are_there_go_on() throws Exception {
        Browser[] people = new Browser[SESSIONS_MAX];
        Page[] pages = new Page[SESSIONS_MAX];
        for (int i = 0; i < SESSIONS_MAX; i++) {
            people[i] = new Browser(bounded.base);
            pages[i] = people[i].signIn("biller");
            assertThat(pages[i].at().getPath()).startsWith("/console");
        }

        Page refused = new Browser(bounded.base).signIn("admin");
        assertThat(refused.at()).hasPath("/sign-in/failed").hasQuery("why=full");
        assertThat(refused.body()).contains("As many people are signed in");
        for (Browser person : people) {
            assertThat(person.open("/console").at().getPath()).startsWith("/console");
        }

        people[0].logOff(pages[0]);
        Browser admin = new Browser(bounded.base);
        Page in = admin.signIn("admin");
        assertThat(in.at().getPath()).startsWith("/console");
        admin.logOff(in);
        people[1].logOff(pages[1]);
        people[2].logOff(pages[2]);
    }

    @Test
    void callers_without_a_name_count_by_address_and_take_nothing_from_those_who_have_one() throws Exception {
        Browser person = new Browser(limited.base);
        person.signIn("biller");
        String token = limited.token("biller");

        HttpResponse<String> answer = api("");
        for (int i = 0; i < 10 * BURST && answer.statusCode() != 429; i++) {
            answer = api(i % 2 == 0 ? "" : "no.good.token");
        }
        Page page = new Browser(limited.base).ask("GET", "/console", "");
        for (int i = 0; i < 10 * BURST && page.status() != 429; i++) {
            page = new Browser(limited.base).ask("GET", "/console", "");
        }

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).contains("/problems/too-many-requests", "address-requests");
        assertThat(page.status()).isEqualTo(429);
        assertThat(page.header("Retry-After")).isEqualTo("1");
        assertThat(page.headers().allValues("Set-Cookie")).isEmpty();
        for (int i = 0; i < 2 * BURST; i++) {
            assertThat(api(token).statusCode()).isEqualTo(200);
            assertThat(person.open("/console").at().getPath()).startsWith("/console");
        }
        assertThat(new Browser(limited.base).ask("GET", "/favicon.ico", "").status())
                .isNotEqualTo(429);
        assertThat(metric(limited, "authz_limits_refused_total\\{[^}]*limit=\"address-requests\"[^}]*} ([0-9.]+)"))
                .isPositive();
    }

    private static HttpResponse<String> api(String token) throws Exception {
        return limited.ask("GET", limited.base + "/api/v1/authorizations", token, "", "application/json");
    }

    private static long sessionsEver() throws Exception {
        return metric(bounded, "tomcat_sessions_created_sessions_total(?:\\{[^}]*})? ([0-9.]+)");
    }

    private static long metric(RunningGateway gateway, String pattern) throws Exception {
        String all = gateway.ask("GET", gateway.managementBase() + "/actuator/prometheus", "", "", "text/plain")
                .body();
        Matcher found = Pattern.compile(pattern).matcher(all);
        assertThat(found.find()).as(pattern).isTrue();
        return (long) Double.parseDouble(found.group(1));
    }
}
