package health.authz.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Traps of the templates' language that show only to whom the page was not meant for. */
class TemplatesTest {
    private static final Path TEMPLATES = Path.of("src/main/resources/templates");

    /** A tag that is replaced is replaced before its own condition is looked at, so that the condition never holds anything back. */
    private static final Pattern UNCONDITIONAL =
            Pattern.compile("<(?=[^>]*\\sth:(?:if|unless)=)(?=[^>]*\\sth:replace=)[^>]*>");

    @Test
    void no_tag_has_a_condition_beside_its_replacement() throws IOException {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".html"))
                    .filter(file -> UNCONDITIONAL.matcher(read(file)).find())
                    .toList();
            assertThat(found).isEmpty();
        }
    }

    @Test
    void a_planted_one_is_found() {
        assertThat("<div th:if=\"${a}\"\n th:replace=\"~{b :: c}\">").containsPattern(UNCONDITIONAL);
        assertThat("<th:block th:if=\"${a}\"><div th:replace=\"~{b :: c}\"></div></th:block>")
                .doesNotContainPattern(UNCONDITIONAL);
    }

    @Test
    void names_of_programs_and_buttons_that_are_called_otherwise_are_found_on_a_page() {
        assertThat(WireNames.in(
                        "<p title=\"the endDate\">Send typedCount</p><code>startDate</code><td>WOULD_CHANGE</td>"))
                .containsExactlyInAnyOrder("endDate", "typedCount", "WOULD_CHANGE");
        assertThat(WireNames.in("<input name=\"endDate\"><p class=\"mono\">unitAlertLevel</p><p>Ann McDonald, H0031,"
                        + " PA-881</p>"))
                .isEmpty();
        assertThat(SpokenNames.leavingOutText(
                        "<button aria-label=\"Mark the alerts of A as read\">Mark <b>as read</b></button>"))
                .hasSize(1);
        assertThat(SpokenNames.leavingOutText("<a aria-label=\"Without Status\">×</a>"
                        + "<button aria-label=\"Mark as read: the alerts of A\">Mark as read</button>"))
                .isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
