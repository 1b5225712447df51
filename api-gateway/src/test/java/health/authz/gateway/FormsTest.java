package health.authz.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of the console, sent as a page of another version would send it, and with anything pasted into any field. */
class FormsTest {
    private static final String ID = "0193a000-0000-8000-8000-000000000001";
    private static final String LONG = "9".repeat(100_000);
    private static final Pattern FORM = Pattern.compile("<form([^>]*)>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern INPUT = Pattern.compile("<(?:input|textarea)([^>]*)>");
    private static final Pattern NUMBER_WITHOUT_END = Pattern.compile("[:,\\[]9{100}");

    @TempDir
    static Path folder;

    private static ToldServices services;
    private static RunningGateway gateway;
    private static Browser admin;

    @BeforeAll
    static void start() throws Exception {
        services = new ToldServices();
        gateway = new RunningGateway(folder, services.addresses());
        admin = new Browser(gateway.base);
        admin.signIn("admin");
    }

    @AfterAll
    static void stop() {
        gateway.close();
        services.close();
    }

    @BeforeEach
    void usual() {
        ScreensTest.tell(services);
        services.when("GET /clients\\?.*", 200, "{\"items\": [], \"count\": 9}")
                .when("GET /bulk-previews/" + ID, 200, """
                {"id": "%s", "kind": "UPDATE", "state": "READY", "count": 9, "outcomes": {"WOULD_CHANGE": 9},
                 "confirm": {"typedCount": true}}""".formatted(ID))
                .when("GET /bulk-operations/" + ID, 200, """
                {"id": "%s", "kind": "ADD", "state": "PARTIALLY_SUCCEEDED", "done": true, "reason": "RENEWAL", "submittedBy": "biller",
                 "progress": {"total": 9, "processed": 9, "succeeded": 8, "failed": 1, "percent": 100},
                 "links": {"retry-failed": "/r", "revert": "/u", "approve": "/a", "cancel": "/c"}}""".formatted(ID))
                .when("GET /bulk-operations/" + ID + "/results.*", 200, "{\"items\": [], \"count\": 0}");
    }

    static List<String> addresses() {
        return gateway.formAddresses();
    }

    @Test
    void every_form_is_looked_at() {
        assertThat(addresses()).hasSizeGreaterThan(20).contains("/console/bulk/preview", "/console/settings");
    }

    /** From before an upgrade, or made by hand: fields that are there now are missing, and others are there. */
    @ParameterizedTest
    @MethodSource("addresses")
    void a_form_of_another_version_is_answered_by_a_page_and_changes_nothing(String pattern) throws Exception {
        String address = pattern.replaceAll("\\{[^:}]+:([a-z-]+)[^}]*}", "$1")
                .replace("{code}", "H0031")
                .replace("/groups/{id}", "/groups/g-1")
                .replace("/clients/{id}", "/clients/c-1")
                .replace("/profiles/{id}", "/profiles/billing")
                .replace("{id}", ID);
        for (Map<String, String> fields : List.of(
                Map.<String, String>of(),
                Map.of("no-such-field", "1", "box", "0", "do", "everything", "seq", "x", "etag", "x", "id", "x"))) {
            Map<String, String> form = new LinkedHashMap<>(fields);
            form.put("_csrf", admin.open("/console/import").csrf());

            Browser.Page page = admin.send(address, form);

            assertThat(page.status()).as(page.body()).isLessThan(500);
            assertPage(page);
        }
        assertThat(services.asked("PUT")).isEmpty();
        assertThat(services.asked("PATCH")).isEmpty();
        assertThat(services.asked("DELETE"))
                .as("asked for as of no state that ever was, which the API refuses")
                .allMatch(asked -> asked.ifMatch().isEmpty() || asked.ifMatch().equals("x"));
    }

    @ParameterizedTest
    @MethodSource("screens")
    void a_hundred_thousand_characters_in_any_field_are_answered_by_a_page(String screen) throws Exception {
        List<Form> forms = forms(screen);
        assertThat(forms).isNotEmpty();
        for (Form form : forms) {
            for (String field : form.typed()) {
                Map<String, String> sent = new LinkedHashMap<>(form.fields());
                sent.put(field, LONG);

                Browser.Page page = admin.send(form.action(), sent);

                assertThat(page.status())
                        .as(field + " of " + form.action() + " on " + screen)
                        .isLessThan(500);
                assertPage(page);
            }
        }
        assertThat(services.asked("POST")).noneMatch(FormsTest::hasNumberWithoutEnd);
        assertThat(services.asked("PUT")).noneMatch(FormsTest::hasNumberWithoutEnd);
        assertThat(services.asked("PATCH")).noneMatch(FormsTest::hasNumberWithoutEnd);
    }

    static List<String> screens() {
        String one = "/console/authorizations/" + ID;
        return List.of(
                one + "/edit",
                one + "/renew",
                one + "/inactivate",
                one + "/void",
                "/console/clients/c-1?edit=true",
                "/console/groups/g-1",
                "/console/new-group",
                "/console/codes/H0031",
                "/console/new-code",
                "/console/profiles",
                "/console/profiles/billing",
                "/console/new-profile",
                "/console/bulk?of=authorizations&do=update&payerId=bcbs",
                "/console/bulk?of=clients&do=add&payerId=bcbs",
                "/console/previews/" + ID,
                "/console/operations/" + ID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/alerts?page=x&state=%00&scope=none&kind=%3Cscript%3E",
                "/console/alerts?page=99999999999",
                "/console/alerts/why?authorizationId=x&id=%3Cscript%3E",
                "/console/clients/c-1?edit=maybe&show=nothing",
                "/console/authorizations/" + ID + "?after=soon&history=none",
                "/console/authorizations/..%2f..%2fusers",
                "/console/operations/x/results?outcome=%3Cscript%3E&cursor=%00",
                "/console/previews/x/rows?outcome=none&cursor=x",
                "/console/groups?cursor=x&active=maybe",
                "/console/codes?cursor=x&active=maybe",
                "/console/bulk?of=nothing&do=everything&filter.payerId=x",
                "/console/find-client?q=%00",
                "/console/import?kind=NONE&tooLarge=everything",
                "/console/nothing-of-the-kind"
            })
    void an_altered_address_is_answered_by_a_page(String address) throws Exception {
        Browser.Page page = admin.open(address);

        assertThat(page.status()).as(page.body()).isLessThan(500);
        assertPage(page);
        assertThat(page.body()).doesNotContain("<script>");
    }

    @Test
    void an_address_longer_than_a_request_may_be_is_nobody_s_page_and_answered_by_a_problem_document()
            throws Exception {
        Browser.Page answer = admin.open("/console/authorizations?remainingAtMost=" + LONG);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(answer.body()).contains("/problems/bad-request", "8 KB at most");
    }

    @Test
    void one_of_the_api_that_cannot_be_read_is_answered_by_a_problem_document() throws Exception {
        Browser.Page answer = admin.ask("GET", "/api/v1/authorizations/..%2fusers", "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.body()).contains("/problems/bad-request", "shorter or unaltered address");
    }

    private static boolean hasNumberWithoutEnd(ToldServices.Asked asked) {
        return NUMBER_WITHOUT_END.matcher(asked.body()).find();
    }

    private static void assertPage(Browser.Page page) {
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.body()).contains("</main>").doesNotContain("Exception", "Whitelabel");
    }

    /** A form as it stands on a page; {@code typed} are the fields that somebody writes into. */
    private record Form(String action, Map<String, String> fields, List<String> typed) {}

    private static List<Form> forms(String screen) throws Exception {
        List<Form> forms = new ArrayList<>();
        Matcher form = FORM.matcher(admin.open(screen).body());
        while (form.find()) {
            String action = attribute(form.group(1), "action");
            if (attribute(form.group(1), "method").equalsIgnoreCase("post") && !action.equals("/logout")) {
                forms.add(read(action, form.group(2)));
            }
        }
        return forms;
    }

    private static Form read(String action, String html) {
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> typed = new ArrayList<>();
        Matcher input = INPUT.matcher(html);
        while (input.find()) {
            String name = attribute(input.group(1), "name");
            String type = attribute(input.group(1), "type");
            fields.putIfAbsent(name, attribute(input.group(1), "value"));
            if (!List.of("hidden", "checkbox", "radio", "file").contains(type)) {
                typed.add(name);
            }
        }
        return new Form(action, fields, typed);
    }

    private static String attribute(String attributes, String name) {
        Matcher found = Pattern.compile("(?:^|\\s)" + name + "=\"([^\"]*)\"").matcher(attributes);
        return found.find() ? found.group(1).replace("&amp;", "&") : "";
    }
}
