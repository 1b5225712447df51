package health.authz.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.gateway.Browser.Page;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** People sign in, look, and are signed off, over HTTP as a browser does it. */
class SignInTest {
    private static final EchoService ANY = EchoService.saying("{}");

    @TempDir
    static Path folder;

    private static RunningGateway gateway;
    private final Browser browser = new Browser(gateway.base);

    @BeforeAll
    static void start() throws Exception {
        gateway = new RunningGateway(
                folder, RunningGateway.allServicesAt(ANY.address(), "--server.forward-headers-strategy=native"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        ANY.close();
    }

    @Test
    void who_has_no_session_ends_in_the_sign_in_page_without_leaving_the_origin() throws Exception {
        Page page = browser.open("/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.at().getPath()).isEqualTo("/demo-issuer/authorize");
        assertThat(browser.way).hasSizeGreaterThan(2).allMatch(each -> each.toString()
                .startsWith(gateway.base + "/"));
        assertThat(page.body())
                .contains(
                        "ABC Therapeutic Group", "Northside", "biller-adult", "admin2", "<h1>Who are you today?</h1>");
    }

    @Test
    void the_origin_is_the_one_that_the_person_came_to_whatever_its_name() throws Exception {
        Browser other = new Browser(gateway.base.replace("localhost", "127.0.0.1"));

        Page page = other.signIn("biller");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("Log off");
        assertThat(other.way).allMatch(each -> each.getHost().equals("127.0.0.1"));
    }

    @Test
    void a_click_on_a_login_leads_to_the_first_page() throws Exception {
        Page page = browser.signIn("biller");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.at().getPath()).startsWith("/console");
        assertThat(page.body()).contains("biller", "Log off", "data-seconds-left=\"");
    }

    @Test
    void after_sign_in_the_page_that_was_wanted_is_shown() throws Exception {
        Page page = browser.choose(browser.open("/console?status=ACTIVE&q=a%20b"), "biller");

        assertThat(plain(page.at())).isEqualTo("/console/authorizations?status=ACTIVE&q=a+b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://example.org/nothing", "http://example.org//example.com/console", "nonsense%"})
    void what_is_no_page_of_the_console_is_not_come_back_to(String address) throws Exception {
        browser.ask("GET", "/console/rows", "", "HX-Request", "true", "HX-Current-URL", address);

        Page page = browser.choose(browser.open("/sign-in"), "biller");

        assertThat(plain(page.at())).isEqualTo("/console/authorizations");
    }

    @Test
    void log_off_ends_in_the_sign_in_page_and_the_session_is_over() throws Exception {
        Page page = browser.signIn("biller");
        Map<String, String> before = new LinkedHashMap<>(browser.cookies());

        Page after = browser.logOff(page);

        assertThat(after.status()).isEqualTo(200);
        assertThat(after.at().getPath()).isEqualTo("/demo-issuer/authorize");
        browser.cookies().putAll(before);
        assertThat(browser.open("/console").at().getPath()).isEqualTo("/demo-issuer/authorize");
    }

    @Test
    void a_session_begins_with_the_sign_in_and_each_sign_in_has_its_own() throws Exception {
        Page signIn = browser.open("/console");
        assertThat(browser.cookies()).doesNotContainKey("authz_session").containsKey("authz_where_to");

        browser.choose(signIn, "biller");
        String first = browser.cookies().get("authz_session");
        assertThat(first).isNotEmpty();
        assertThat(browser.cookies()).as("what is used is forgotten").containsOnlyKeys("authz_session");

        browser.choose(browser.open("/sign-in"), "admin");
        assertThat(browser.cookies().get("authz_session")).isNotEmpty().isNotEqualTo(first);
    }

    @Test
    void where_to_is_carried_by_the_browser_and_neither_read_nor_made_by_anybody_else() throws Exception {
        browser.open("/console?q=Abernathy");
        String carried = browser.cookies().get("authz_where_to");
        Base64.Decoder decoder = Base64.getUrlDecoder();
        assertThat(new String(decoder.decode(carried), StandardCharsets.ISO_8859_1))
                .doesNotContain("Abernathy");
        byte[] altered = decoder.decode(carried);
        altered[altered.length - 1] ^= 1;
        browser.cookies()
                .put("authz_where_to", Base64.getUrlEncoder().withoutPadding().encodeToString(altered));

        Page page = browser.choose(browser.open("/sign-in"), "biller");

        assertThat(page.at()).hasPath("/console/authorizations");
        assertThat(page.at().getQuery()).doesNotContain("Abernathy");
    }

    @Test
    void the_cookie_is_for_the_browser_alone_and_for_https_alone_where_there_is_https() throws Exception {
        String plain = new Browser(gateway.base).ask("GET", "/console", "").header("Set-Cookie");

        Page secure = new Browser(gateway.base).ask("GET", "/console", "", "X-Forwarded-Proto", "https");

        assertThat(plain).contains("HttpOnly", "SameSite=Lax").doesNotContain("Secure");
        assertThat(secure.header("Set-Cookie")).contains("HttpOnly", "SameSite=Lax", "Secure");
        assertThat(secure.header("Strict-Transport-Security")).contains("max-age=31536000");
        assertThat(secure.header("Location")).startsWith("https://");
    }

    @Test
    void a_form_without_the_sessions_token_is_not_taken() throws Exception {
        browser.signIn("biller");

        Page refused = browser.send("/logout", Map.of(), "Referer", gateway.base + "/console?x=1");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.body()).contains("Nothing was changed", "href=\"/console?x=1\"");
        assertThat(browser.open("/console").status()).isEqualTo(200);
    }

    @Test
    void a_form_after_the_end_of_the_session_leads_to_sign_in_and_back_to_its_page() throws Exception {
        Page page = browser.signIn("biller");
        String token = page.csrf();
        browser.forgetCookies();

        Page signIn =
                browser.send("/session/extend", Map.of("_csrf", token), "Referer", gateway.base + "/console?form=1");

        assertThat(signIn.at().getPath()).isEqualTo("/demo-issuer/authorize");
        assertThat(plain(browser.choose(signIn, "biller").at())).endsWith("?form=1");
    }

    @Test
    void htmx_is_told_the_way_and_scripts_are_refused() throws Exception {
        Page htmx = browser.ask(
                "GET", "/console/rows", "", "HX-Request", "true", "HX-Current-URL", gateway.base + "/console?page=2");
        assertThat(htmx.status()).isEqualTo(401);
        assertThat(htmx.header("HX-Redirect")).isEqualTo("/sign-in");
        assertThat(plain(browser.choose(browser.open("/sign-in"), "biller").at()))
                .endsWith("?page=2");

        Page script = new Browser(gateway.base).ask("GET", "/console", "", "Accept", "application/json");
        assertThat(script.status()).isEqualTo(401);
        assertThat(script.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(script.body()).contains("/problems/not-signed-in");
    }

    @Test
    void the_session_opens_pages_and_not_the_api_and_a_token_the_api_and_not_pages() throws Exception {
        browser.signIn("biller");
        assertThat(browser.ask("GET", "/api/v1/authorizations", "").status()).isEqualTo(401);

        Page page = new Browser(gateway.base).open("/console", "Authorization", "Bearer " + gateway.token("biller"));
        assertThat(page.at().getPath()).isEqualTo("/demo-issuer/authorize");
    }

    @Test
    void a_page_can_ask_how_long_the_session_lasts_and_prolong_it() throws Exception {
        assertThat(json(browser.ask("GET", "/session", "")).path("secondsLeft").asInt())
                .isZero();
        Page page = browser.signIn("biller");

        assertThat(json(browser.ask("GET", "/session", "")).path("secondsLeft").asInt())
                .isBetween(1, 900);
        Page extended = browser.ask("POST", "/session/extend", "", "X-CSRF-TOKEN", page.csrf());
        assertThat(extended.status()).isEqualTo(200);
        assertThat(json(extended).path("secondsLeft").asInt()).isGreaterThan(890);
    }

    @ParameterizedTest
    @CsvSource({
        "cookies,cookies",
        "late,another tab",
        "refused,ask whoever",
        "token,access token",
        "<script>,not completed"
    })
    void a_sign_in_that_failed_says_why_and_offers_to_begin_again(String why, String said) throws Exception {
        Page page = browser.open("/sign-in/failed?why=" + URLEncoder.encode(why, StandardCharsets.UTF_8));

        assertThat(page.status()).isEqualTo(401);
        assertThat(page.body()).contains(said, "href=\"/\"").doesNotContain("<script");
    }

    @Test
    void without_cookies_the_way_ends_with_a_word_about_cookies() throws Exception {
        Page signIn = browser.open("/");
        browser.forgetCookies();

        Page page = browser.choose(signIn, "biller");

        assertThat(page.at()).hasPath("/sign-in/failed").hasQuery("why=cookies");
        assertThat(page.body()).contains("Allow cookies");
    }

    @Test
    void an_answer_of_the_issuer_that_nobody_asked_for_signs_nobody_in() throws Exception {
        browser.open("/");

        Page page = browser.open("/login/oauth2/code/organisation?code=abc&state=invented");

        assertThat(page.at()).hasPath("/sign-in/failed");
        assertThat(browser.open("/console").at().getPath()).isEqualTo("/demo-issuer/authorize");
    }

    static Stream<String> pages() {
        return Stream.of("/", "/console", "/problems/stale", "/sign-in/failed", "/nothing", "/demo-issuer/nothing");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_page_is_strict(String path) throws Exception {
        assertStrict(browser.open(path));
        browser.signIn("biller");
        assertStrict(browser.open(path));
    }

    static void assertStrict(Page page) {
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy"))
                .contains("script-src 'self';", "default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe-inline", "unsafe-eval");
        assertThat(page.body())
                .doesNotContain("<style", " style=")
                .doesNotContainPattern("<script(?![^>]* src=)")
                .doesNotContainPattern("\\son[a-z]+=");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(page.header("Permissions-Policy")).contains("camera=()");
        assertThat(page.header("Cache-Control")).contains("no-store");
        assertThat(page.headers().firstValue("Strict-Transport-Security")).isEmpty();
    }

    @Test
    void answers_of_the_api_are_never_kept_and_never_a_page() throws Exception {
        for (List<String> bearer :
                List.of(List.<String>of(), List.of("Authorization", "Bearer " + gateway.token("biller")))) {
            Page answer = browser.ask("GET", "/api/v1/authorizations", "", bearer.toArray(String[]::new));

            assertThat(answer.header("Cache-Control")).contains("no-store");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Content-Security-Policy"))
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.headers().allValues("Cache-Control")).hasSize(1);
            assertThat(answer.headers().allValues("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void stylesheets_and_scripts_have_their_content_in_the_address_and_are_kept_for_ever() throws Exception {
        String home = browser.signIn("biller").body();
        List<String> addresses = Stream.of("console-", "session-")
                .flatMap(name -> Pattern.compile("\"(/assets/" + name + "[0-9a-f]{32}\\.(?:css|js))\"")
                        .matcher(home)
                        .results()
                        .map(found -> found.group(1)))
                .toList();

        assertThat(addresses).hasSize(4);
        for (String address : addresses) {
            Page asset = new Browser(gateway.base).ask("GET", address, "");
            assertThat(asset.status()).isEqualTo(200);
            assertThat(asset.header("Cache-Control")).contains("max-age=31536000", "immutable");
            assertThat(asset.header("Content-Type")).containsAnyOf("text/css", "text/javascript");
        }
        assertThat(new Browser(gateway.base)
                        .ask("GET", "/webjars/htmx.org/2.0.8/dist/htmx.min.js", "")
                        .status())
                .isEqualTo(200);
        assertThat(browser.open("/assets/none.css").status()).isEqualTo(404);
    }

    private static JsonNode json(Page page) {
        return JsonMapper.builder().build().readTree(page.body());
    }

    /** Path and query of a list's address, but for the draft that each opening of it has. */
    private static String plain(URI at) {
        assertThat(at.toString()).startsWith(gateway.base);
        return at.toString().substring(gateway.base.length()).replaceFirst("[?&]draft=[0-9a-f-]{36}$", "");
    }
}
