package health.authz.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As a browser without scripts goes through pages: keeps cookies, follows redirects, sends forms. */
public final class Browser {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern META_TOKEN = Pattern.compile("data-csrf-token=\"([^\"]+)\"");
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private static final int REDIRECTS_MAX = 12;
    private final String base;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    /** Every address that the last step led through. */
    public final List<URI> way = new ArrayList<>();

    public Browser(String base) {
        this.base = base;
    }

    /** A page, and where it was at last. */
    public record Page(URI at, int status, java.net.http.HttpHeaders headers, String body) {
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        String csrf() {
            Matcher found = META_TOKEN.matcher(body);
            return found.find() ? found.group(1) : "";
        }
    }

    public Page open(String path, String... headers) throws Exception {
        return follow("GET", URI.create(base).resolve(path), "", withAccept(headers));
    }

    /** One request, no redirect followed. */
    public Page ask(String method, String path, String form, String... headers) throws Exception {
        return once(method, URI.create(base).resolve(path), form, headers);
    }

    public Page send(String path, Map<String, String> form, String... headers) throws Exception {
        return follow("POST", URI.create(base).resolve(path), encoded(form), withAccept(headers));
    }

    /** Clicks a login on the demo's sign-in page. */
    public Page choose(Page signIn, String login) throws Exception {
        Map<String, String> form = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(signIn.body());
        while (hidden.find()) {
            form.put(hidden.group(1), hidden.group(2).replace("&amp;", "&"));
        }
        form.put("login", login);
        return follow("POST", signIn.at().resolve("/demo-issuer/authorize"), encoded(form), withAccept());
    }

    public Page signIn(String login) throws Exception {
        return choose(open("/"), login);
    }

    public Page logOff(Page page) throws Exception {
        return send("/logout", Map.of("_csrf", page.csrf()));
    }

    public void forgetCookies() {
        cookies.clear();
    }

    public Map<String, String> cookies() {
        return cookies;
    }

    public static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String[] withAccept(String... headers) {
        List<String> all = new ArrayList<>(List.of("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"));
        all.addAll(List.of(headers));
        return all.toArray(String[]::new);
    }

    private Page follow(String method, URI to, String body, String... headers) throws Exception {
        way.clear();
        Page page = once(method, to, body, headers);
        for (int i = 0; page.status() >= 300 && page.status() < 400; i++) {
            if (i == REDIRECTS_MAX) {
                throw new IllegalStateException("redirects without end: " + way);
            }
            page = once("GET", page.at().resolve(page.header("Location")), "", headers);
        }
        return page;
    }

    private Page once(String method, URI to, String body, String... headers) throws IOException, InterruptedException {
        way.add(to);
        HttpRequest.Builder request = HttpRequest.newBuilder(to);
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        if (!cookies.isEmpty()) {
            request.setHeader(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue())
                            .collect(Collectors.joining("; ")));
        }
        if (method.equals("POST")) {
            request.setHeader("Content-Type", "application/x-www-form-urlencoded");
        }
        HttpResponse<String> answer = HTTP.send(
                request.method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        answer.headers().allValues("Set-Cookie").forEach(this::keep);
        lookAtPage(to, answer);
        return new Page(to, answer.statusCode(), answer.headers(), answer.body());
    }

    /** Whatever a test looks at on a page of the console: the page is for people. */
    private static void lookAtPage(URI to, HttpResponse<String> answer) {
        boolean forPeople = to.getPath().startsWith("/console")
                && answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
        if (!forPeople || answer.headers().firstValue("Content-Encoding").isPresent()) {
            return;
        }
        assertThat(WireNames.in(answer.body()))
                .as(to.getPath() + " shows names of programs")
                .isEmpty();
        assertThat(SpokenNames.leavingOutText(answer.body()))
                .as(to.getPath() + " has buttons that are called otherwise than they say")
                .isEmpty();
    }

    private void keep(String cookie) {
        String pair = cookie.split(";", 2)[0];
        String name = pair.substring(0, pair.indexOf('='));
        String value = pair.substring(pair.indexOf('=') + 1);
        if (value.isEmpty() || cookie.contains("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, value);
        }
    }
}
