package health.authz.gateway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages hold every route, every link in them leads somewhere, and they need no script or style of their own. */
class DocsPagesTest {
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]+)\"");
    private static final Pattern LINK = Pattern.compile(" href=\"([^\"]*)\"");
    private static final Set<String> FILES = Set.of("/docs/openapi.yaml", "/docs/openapi.json", "/docs/docs.css");
    private final ApiDocument document = ApiDocument.fromClasspath();
    private final Map<String, String> pages = DocsPages.of(document);

    @Test
    void every_route_has_its_place() {
        document.chapters().forEach(chapter -> chapter.operations().forEach(operation -> {
            assertThat(pages.get(chapter.address()))
                    .contains("id=\"" + operation.id() + "\"")
                    .contains(Html.text("/api/v1" + operation.path()));
            assertThat(pages.get("")).contains("/docs/" + chapter.address() + "#" + operation.id());
        }));
    }

    @Test
    void every_link_leads_somewhere() {
        Set<String> places = new TreeSet<>(FILES);
        pages.forEach((address, page) -> {
            String path = address.isEmpty() ? "/docs" : "/docs/" + address;
            places.add(path);
            found(ID, page).forEach(id -> places.add(path + "#" + id));
        });

        pages.forEach((address, page) -> assertThat(found(LINK, page))
                .filteredOn(link -> !link.startsWith("/problems/"))
                .allSatisfy(link -> assertThat(places)
                        .contains(
                                link.startsWith("#")
                                        ? "/docs" + (address.isEmpty() ? "" : "/") + address + link
                                        : link)));
    }

    @Test
    void nothing_in_them_is_script_or_style() {
        assertThat(pages.values()).hasSizeGreaterThan(6).allSatisfy(page -> assertThat(page)
                .contains("<script src=\"/docs/docs.js\" defer></script>")
                .doesNotContain("<script>")
                .doesNotContain("<style")
                .doesNotContain(" style=")
                .doesNotContain(" onclick="));
    }

    @Test
    void texts_are_never_markup() {
        assertThat(Html.text("<b a=\"1\">&")).isEqualTo("&lt;b a=&quot;1&quot;&gt;&amp;");
        assertThat(Html.line("`<i>` and **<u>**")).isEqualTo("<code>&lt;i&gt;</code> and <strong>&lt;u&gt;</strong>");
    }

    private static Set<String> found(Pattern pattern, String page) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = pattern.matcher(page);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }
}
