package health.authz.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every type of problem that any service can answer leads to a page. Found in the sources: the ways a type is named. */
class ProblemPagesTest {
    private static final List<Pattern> NAMED = Stream.of(
                    "(?:badRequest|conflict|gone|refused|unavailable)\\(\\s*\"([a-z][a-z0-9-]*)\"",
                    "HttpStatus\\.\\w+,\\s*\"([a-z][a-z0-9-]*)\"",
                    "String slug\\(\\) \\{\\s*return \"([a-z][a-z0-9-]*)\"",
                    "PAGES \\+ \"([a-z][a-z0-9-]*)\"",
                    "\"/problems/([a-z][a-z0-9-]*)\"",
                    "case \\d{3} -> \"([a-z][a-z0-9-]*)\"",
                    "\"(unknown-[a-z-]+)\"")
            .map(Pattern::compile)
            .toList();

    /** Methods of a class that make a problem of a type; they are called in the same file. */
    private static final Pattern MAKER = Pattern.compile("(\\w+)\\(\\s*String slug\\b");

    /** Why a record is parked; no answer to a request. */
    private static final String REASON_OF_PARKING = "unknown-type";

    @Test
    void every_type_of_problem_in_the_services_has_a_page() throws IOException {
        Set<String> used = new TreeSet<>();
        for (String module : List.of(
                "service-platform",
                "auth-command-service",
                "auth-query-service",
                "alert-service",
                "billing-group-service",
                "api-gateway")) {
            used.addAll(slugsIn(Path.of("..", module, "src", "main", "java")));
        }

        used.remove(REASON_OF_PARKING);

        assertThat(used)
                .contains("invalid-field", "dates-reversed", "group-name-taken", "not-found", "stale")
                .contains("own-operation", "revert-in-work", "row-used", "unknown-division");
        assertThat(ProblemPages.fromClasspath().slugs())
                .as("a page for each, and none that nothing leads to")
                .containsExactlyInAnyOrderElementsOf(used);
    }

    @Test
    void every_page_says_something() {
        assertThat(ProblemPages.fromClasspath().slugs())
                .hasSizeGreaterThan(60)
                .allMatch(slug -> slug.matches("[a-z][a-z0-9-]*"));
    }

    private static Set<String> slugsIn(Path sources) throws IOException {
        Set<String> slugs = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String text = Files.readString(file);
                NAMED.forEach(named -> add(slugs, named, text));
                MAKER.matcher(text)
                        .results()
                        .map(maker -> Pattern.compile("\\b" + maker.group(1) + "\\(\\s*\"([a-z][a-z0-9-]*)\""))
                        .forEach(named -> add(slugs, named, text));
            }
        }
        return slugs;
    }

    private static void add(Set<String> slugs, Pattern named, String text) {
        named.matcher(text).results().forEach(found -> slugs.add(found.group(1)));
    }
}
