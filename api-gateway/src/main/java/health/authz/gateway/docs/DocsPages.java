package health.authz.gateway.docs;

import static health.authz.gateway.docs.Tree.list;
import static health.authz.gateway.docs.Tree.map;
import static health.authz.gateway.docs.Tree.text;

import health.authz.gateway.docs.ApiDocument.Chapter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The document as pages: an overview of all routes, one page for each chapter, and one of all schemas. */
final class DocsPages {
    private final ApiDocument document;
    private final List<Chapter> chapters;

    private DocsPages(ApiDocument document) {
        this.document = document;
        this.chapters = document.chapters();
    }

    /** Every page by its address below {@code /docs}; the overview's is empty. */
    static Map<String, String> of(ApiDocument document) {
        DocsPages pages = new DocsPages(document);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("", pages.page("", text(document.info(), "title").orElse("API"), pages.overview()));
        pages.chapters.forEach(chapter ->
                all.put(chapter.address(), pages.page(chapter.address(), chapter.name(), pages.chapter(chapter))));
        all.put("schemas", pages.page("schemas", "Schemas", pages.schemas()));
        return all;
    }

    private String overview() {
        StringBuilder html = new StringBuilder("<div class=\"lead\">")
                .append(Html.paragraphs(text(document.info(), "description").orElse("")))
                .append("""
                        </div>
                        <p class="files">The document itself, for tools: <a href="/docs/openapi.yaml">openapi.yaml</a>
                        <a href="/docs/openapi.json">openapi.json</a></p>
                        <p class="filter" hidden><label for="find">Find a route</label>
                        <input id="find" type="search" autocomplete="off" placeholder="notes, auth:bulk, PUT …">
                        <output for="find" id="found"></output></p>
                        """);
        for (Chapter chapter : chapters) {
            html.append("""
                    <section class="chapter"><h2><a href="/docs/%s">%s</a></h2><p>%s</p><ul class="routes">
                    """.formatted(chapter.address(), Html.text(chapter.name()), Html.line(chapter.description())));
            chapter.operations()
                    .forEach(operation -> html.append("""
                    <li>%s <a href="/docs/%s#%s"><code class="path">%s</code></a> <span class="summary">%s</span> %s</li>
                    """.formatted(
                                    OperationHtml.badge(operation.method()),
                                    chapter.address(),
                                    Html.text(operation.id()),
                                    Html.text(operation.path()),
                                    Html.text(operation.summary()),
                                    OperationHtml.permissions(operation))));
            html.append("</ul></section>\n");
        }
        return html.toString();
    }

    private String chapter(Chapter chapter) {
        OperationHtml operations = new OperationHtml(document);
        StringBuilder html =
                new StringBuilder("<div class=\"lead\">" + Html.paragraphs(chapter.description()) + "</div>");
        chapter.operations().forEach(operation -> html.append(operations.of(operation)));
        return html.toString();
    }

    private String schemas() {
        StringBuilder html = new StringBuilder("<div class=\"lead\"><p>Every object of the API by its name.</p></div>");
        document.schemas().forEach((name, value) -> {
            Map<String, @org.jspecify.annotations.Nullable Object> schema = map(value);
            html.append(
                            "<section class=\"schema\" id=\"%1$s\"><h2><a class=\"anchor\" href=\"#%1$s\">%1$s</a></h2>\n<p>%2$s</p>\n"
                                    .formatted(Html.text(name), SchemaHtml.notes(schema)))
                    .append(SchemaHtml.fields(schema));
            list(schema.get("examples")).stream().findFirst().ifPresent(example -> html.append(
                            "<details><summary>Example</summary><pre tabindex=\"0\"><code>")
                    .append(Html.text(OperationHtml.shown(example)))
                    .append("</code></pre></details>\n"));
            html.append("</section>\n");
        });
        return html.toString();
    }

    private String page(String address, String title, String content) {
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>%s · API</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <link rel="stylesheet" href="/docs/docs.css"><script src="/docs/docs.js" defer></script></head>
                <body><a class="skip" href="#main">To the content</a>
                <header><a class="home" href="/docs">%s</a> <span class="version">API version %s</span></header>
                <div class="columns"><nav aria-label="Chapters">%s</nav>
                <main id="main"><h1>%s</h1>
                %s</main></div></body></html>
                """.formatted(
                        Html.text(title),
                        Html.text(text(document.info(), "title").orElse("API")),
                        Html.text(text(document.info(), "version").orElse("")),
                        navigation(address),
                        Html.text(title),
                        content);
    }

    private String navigation(String address) {
        StringBuilder html = new StringBuilder("<ul>").append(entry("", "Overview", address));
        for (Chapter chapter : chapters) {
            html.append(entry(chapter.address(), chapter.name(), address));
            if (chapter.address().equals(address)) {
                html.append("<li><ul class=\"inner\">");
                chapter.operations()
                        .forEach(operation -> html.append("<li><a href=\"#%s\">%s %s</a></li>"
                                .formatted(
                                        Html.text(operation.id()),
                                        OperationHtml.badge(operation.method()),
                                        Html.text(operation.summary()))));
                html.append("</ul></li>");
            }
        }
        return html.append(entry("schemas", "Schemas", address)).append("</ul>").toString();
    }

    private static String entry(String to, String name, String here) {
        return "<li><a href=\"/docs%s\"%s>%s</a></li>"
                .formatted(
                        to.isEmpty() ? "" : "/" + to, to.equals(here) ? " aria-current=\"page\"" : "", Html.text(name));
    }
}
