package health.authz.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person who looks at the master list in a browser, signed in by one click on the demo issuer's page. */
final class ConsoleReader {
    static final String ORGANISATION = "northside";
    private static final String LOGIN = "biller2";
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"");
    private final HttpClient http;
    private final URI base;

    private ConsoleReader(HttpClient http, URI base) {
        this.http = http;
        this.base = base;
    }

    static ConsoleReader signIn(URI base) {
        ConsoleReader reader = new ConsoleReader(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .cookieHandler(new CookieManager())
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .build(),
                base);
        HttpResponse<String> page = reader.send(HttpRequest.newBuilder(base.resolve("/"))
                .header("Accept", "text/html")
                .build());
        StringBuilder form = new StringBuilder("login=" + LOGIN);
        Matcher hidden = HIDDEN.matcher(page.body());
        while (hidden.find()) {
            form.append('&')
                    .append(encoded(hidden.group(1)))
                    .append('=')
                    .append(encoded(hidden.group(2).replace("&amp;", "&")));
        }
        reader.send(HttpRequest.newBuilder(base.resolve("/demo-issuer/authorize"))
                .header("Accept", "text/html")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form.toString()))
                .build());
        return reader;
    }

    /** The master list as it opens. */
    String list() {
        String page = send(HttpRequest.newBuilder(base.resolve("/console/authorizations"))
                        .header("Accept", "text/html")
                        .build())
                .body();
        if (!page.contains("Current and upcoming")) {
            throw new IllegalStateException("the list page is another one: " + page);
        }
        return page;
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() >= 400) {
                throw new IllegalStateException(request.uri() + " answered " + answer.statusCode());
            }
            return answer;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
