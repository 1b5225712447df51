package health.authz.gateway;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** One small page per type of problem, which says how to get out of it: where a problem's {@code type} leads. */
final class ProblemPages {
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final Problem NO_SUCH_PAGE =
            Problem.of(HttpStatus.NOT_FOUND, "not-found", "Not found", "There is no such type of problem.");
    private final Properties ways;

    private ProblemPages(Properties ways) {
        this.ways = ways;
    }

    static ProblemPages fromClasspath() {
        try (Reader pages = new InputStreamReader(
                new ClassPathResource("problems.properties").getInputStream(), StandardCharsets.UTF_8)) {
            Properties ways = new Properties();
            ways.load(pages);
            return new ProblemPages(ways);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    Set<String> slugs() {
        return ways.stringPropertyNames();
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/problems/{slug}", request -> page(request.pathVariable("slug"))
                        .orElseGet(() -> NO_SUCH_PAGE.answer(request.path())))
                .build();
    }

    private Optional<ServerResponse> page(String slug) {
        return Optional.ofNullable(ways.getProperty(slug))
                .map(way ->
                        ServerResponse.ok().contentType(HTML).render("door/problem", Map.of("slug", slug, "way", way)));
    }
}
