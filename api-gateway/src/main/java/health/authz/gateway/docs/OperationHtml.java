package health.authz.gateway.docs;

import static health.authz.gateway.docs.Tree.map;
import static health.authz.gateway.docs.Tree.text;
import static health.authz.gateway.docs.Tree.texts;

import health.authz.gateway.docs.ApiDocument.Operation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** One route: what it takes, what it answers, how it is called, and how it refuses. */
final class OperationHtml {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final ApiDocument document;

    OperationHtml(ApiDocument document) {
        this.document = document;
    }

    String of(Operation operation) {
        return """
                <section class="operation" id="%s" aria-labelledby="%1$s-title">
                <h2 id="%1$s-title"><a class="anchor" href="#%1$s">%s</a></h2>
                <p class="route">%s <code class="path">%s</code></p>
                <p class="needs">Needs %s</p>
                %s%s%s%s%s</section>
                """.formatted(
                Html.text(operation.id()),
                Html.text(operation.summary()),
                badge(operation.method()),
                Html.text("/api/v1" + operation.path()),
                permissions(operation),
                text(operation.body(), "description").map(Html::paragraphs).orElse(""),
                parameters(operation),
                request(operation),
                answers(operation),
                refusals(operation));
    }

    static String badge(String method) {
        return "<span class=\"method " + method + "\">" + method.toUpperCase(Locale.ROOT) + "</span>";
    }

    static String permissions(Operation operation) {
        return permissions(operation.permissions());
    }

    private static String permissions(List<String> permissions) {
        return permissions.stream()
                .map(permission -> "<code class=\"permission\">" + Html.text(permission) + "</code>")
                .collect(Collectors.joining(" "));
    }

    /** What some bodies need beyond what the route needs. */
    private static String alsoNeeds(Map<String, @Nullable Object> example) {
        List<String> more = texts(example.get("x-permissions"));
        return more.isEmpty() ? "" : " (needs " + permissions(more) + " too)";
    }

    private String parameters(Operation operation) {
        List<Map<String, @Nullable Object>> parameters =
                operation.parameters().stream().map(document::followed).toList();
        if (parameters.isEmpty()) {
            return "";
        }
        String rows = parameters.stream().map(this::parameter).collect(Collectors.joining("\n"));
        return """
                <h3>Parameters</h3>
                <div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Name</th><th scope="col">In</th>
                <th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
                <tbody>%s</tbody></table></div>
                """.formatted(rows);
    }

    private String parameter(Map<String, @Nullable Object> parameter) {
        Map<String, @Nullable Object> schema = map(parameter, "schema");
        String named = SchemaHtml.choices(document.followed(schema))
                .filter(choices -> schema.containsKey("$ref"))
                .orElse("");
        return "<tr><th scope=\"row\"><code>%s</code>%s</th><td>%s</td><td>%s</td><td>%s %s%s</td></tr>"
                .formatted(
                        Html.text(text(parameter, "name").orElse("")),
                        Boolean.TRUE.equals(parameter.get("required")) ? " <span class=\"needed\">required</span>" : "",
                        Html.text(text(parameter, "in").orElse("")),
                        SchemaHtml.type(schema),
                        text(parameter, "description").map(Html::line).orElse(""),
                        SchemaHtml.notes(schema),
                        named);
    }

    private String request(Operation operation) {
        StringBuilder html = new StringBuilder();
        map(map(operation.body(), "requestBody"), "content").forEach((type, media) -> {
            Map<String, @Nullable Object> schema = map(map(media), "schema");
            html.append("<h3>Body <span class=\"type\">%s · %s</span></h3>\n"
                    .formatted(Html.text(type), SchemaHtml.type(schema)));
            html.append(SchemaHtml.fields(document.followed(schema)));
            map(map(media), "examples")
                    .values()
                    .forEach(example -> html.append(disclosed(
                            Html.text(text(map(example), "summary").orElse("Example")) + alsoNeeds(map(example)),
                            shown(map(example).get("value")))));
        });
        html.append(disclosed("As a command", Curl.of(document, operation)));
        return html.toString();
    }

    private String answers(Operation operation) {
        StringBuilder html = new StringBuilder("<h3>Answers</h3>\n<dl class=\"answers\">\n");
        map(operation.body(), "responses").forEach((status, response) -> {
            if (status.startsWith("2")) {
                Map<String, @Nullable Object> answer = document.followed(map(response));
                html.append("<dt><span class=\"status\">%s</span></dt><dd>%s %s"
                        .formatted(
                                status,
                                text(answer, "description").map(Html::line).orElse(""),
                                map(answer, "headers").keySet().stream()
                                        .map(header -> "<code>" + Html.text(header) + "</code>")
                                        .collect(Collectors.joining(" "))));
                map(answer, "content")
                        .forEach((type, media) -> html.append(disclosed(
                                "%s · %s".formatted(Html.text(type), SchemaHtml.type(map(map(media), "schema"))),
                                map(media).get("example"))));
                html.append("</dd>\n");
            }
        });
        return html.append("</dl>\n").toString();
    }

    private static String disclosed(String summaryHtml, @Nullable Object example) {
        return example == null
                ? " <span class=\"type\">" + summaryHtml + "</span>"
                : "<details><summary>%s</summary><pre tabindex=\"0\"><code>%s</code></pre></details>\n"
                        .formatted(summaryHtml, Html.text(shown(example)));
    }

    static String shown(@Nullable Object example) {
        return example instanceof String text
                ? text
                : JSON.writerWithDefaultPrettyPrinter().writeValueAsString(example);
    }

    private String refusals(Operation operation) {
        StringBuilder html = new StringBuilder("<h3>Problems</h3>\n<ul class=\"problems\">\n");
        map(operation.body(), "responses").forEach((status, response) -> {
            if (!status.startsWith("2")) {
                map(document.followed(map(response)), "content")
                        .values()
                        .forEach(media -> html.append("<li><span class=\"status\">%s</span> <span>%s</span></li>\n"
                                .formatted(
                                        status,
                                        map(map(media), "examples").keySet().stream()
                                                .map(slug -> "<a href=\"/problems/%1$s\">%1$s</a>"
                                                        .formatted(Html.text(slug)))
                                                .collect(Collectors.joining(" ")))));
            }
        });
        return html.append("</ul>\n").toString();
    }
}
