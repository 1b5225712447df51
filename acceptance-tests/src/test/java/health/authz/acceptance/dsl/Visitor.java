package health.authz.acceptance.dsl;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Goes through the pages as a browser without scripts does: keeps cookies, follows redirects, sends forms. */
public final class Visitor {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern TOKEN = Pattern.compile("data-csrf-token=\"([^\"]+)\"");
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private static final int REDIRECTS_MAX = 12;
    private final URI origin;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final List<URI> way = new ArrayList<>();

    public Visitor(URI origin) {
        this.origin = origin;
    }

    /** A page, and where it was at last. */
    public record Page(URI at, int status, HttpHeaders headers, String body) {
        public String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        /** The page's token against forged forms. */
        public String token() {
            Matcher found = TOKEN.matcher(body);
            return found.find() ? found.group(1) : "";
        }
    }

    public Page open(String path) throws IOException, InterruptedException {
        return follow("GET", origin.resolve(path), Map.of());
    }

    public Page send(String path, Map<String, String> form) throws IOException, InterruptedException {
        return follow("POST", origin.resolve(path), form);
    }

    /** Clicks a login on the demo's sign-in page. */
    public Page choose(Page signIn, String login) throws IOException, InterruptedException {
        Map<String, String> form = new LinkedHashMap<>();
        Matcher hidden = HIDDEN.matcher(signIn.body());
        while (hidden.find()) {
            form.put(hidden.group(1), hidden.group(2).replace("&amp;", "&"));
        }
        form.put("login", login);
        return follow("POST", signIn.at().resolve("/demo-issuer/authorize"), form);
    }

    /** Every address that the last step led through. */
    public List<URI> way() {
        return List.copyOf(way);
    }

    public Map<String, String> cookies() {
        return cookies;
    }

    private Page follow(String method, URI to, Map<String, String> form) throws IOException, InterruptedException {
        way.clear();
        Page page = once(method, to, form);
        while (page.status() / 100 == 3 && way.size() < REDIRECTS_MAX) {
            page = once("GET", page.at().resolve(page.header("Location")), Map.of());
        }
        return page;
    }

    private Page once(String method, URI to, Map<String, String> form) throws IOException, InterruptedException {
        way.add(to);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(to).header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(each -> each.getKey() + "=" + each.getValue())
                            .collect(Collectors.joining("; ")));
        }
        if (method.equals("POST")) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        String body = form.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        HttpResponse<String> answer = HTTP.send(
                request.method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        answer.headers().allValues("Set-Cookie").forEach(this::keep);
        return new Page(to, answer.statusCode(), answer.headers(), answer.body());
    }

    private void keep(String cookie) {
        String pair = cookie.split(";", 2)[0];
        int equals = pair.indexOf('=');
        if (cookie.contains("Max-Age=0")) {
            cookies.remove(pair.substring(0, equals));
        } else {
            cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
