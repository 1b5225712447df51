package health.authz.gateway;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
                        .map(page -> ServerResponse.ok().contentType(HTML).body(page))
                        .orElseGet(() -> NO_SUCH_PAGE.answer(request.path())))
                .build();
    }

    /** The page as HTML; its texts are our own and hold no markup. */
    private Optional<String> page(String slug) {
        return Optional.ofNullable(ways.getProperty(slug)).map(way -> """
                        <!doctype html><html lang="en"><meta charset="utf-8"><title>%1$s</title>
                        <h1>%1$s</h1><p>%2$s</p>
                        """.formatted(slug, way));
    }
}
