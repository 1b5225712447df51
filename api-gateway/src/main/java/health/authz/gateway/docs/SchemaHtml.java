package health.authz.gateway.docs;

import static health.authz.gateway.docs.Tree.list;
import static health.authz.gateway.docs.Tree.map;
import static health.authz.gateway.docs.Tree.maps;
import static health.authz.gateway.docs.Tree.text;
import static health.authz.gateway.docs.Tree.texts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Schemas as tables of fields, each type that has a name as a link to it. */
final class SchemaHtml {
    private static final List<String> BOUNDS =
            List.of("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties");

    private SchemaHtml() {}

    /** The fields of an object; empty for anything else. */
    static String fields(Map<String, @Nullable Object> schema) {
        Map<String, @Nullable Object> properties = map(schema, "properties");
        if (properties.isEmpty()) {
            return "";
        }
        List<String> required = texts(schema.get("required"));
        StringBuilder rows = new StringBuilder();
        properties.forEach((name, property) -> rows.append("<tr><th scope=\"row\"><code>")
                .append(Html.text(name))
                .append("</code></th><td>")
                .append(type(map(property)))
                .append("</td><td>")
                .append(required.contains(name) ? "always" : "")
                .append("</td><td>")
                .append(notes(map(property)))
                .append("</td></tr>\n"));
        return """
                <div class="scroll" tabindex="0"><table><thead><tr><th scope="col">Field</th><th scope="col">Type</th>
                <th scope="col">There</th><th scope="col">Meaning</th></tr></thead>
                <tbody>%s</tbody></table></div>
                """.formatted(rows);
    }

    static String type(Map<String, @Nullable Object> schema) {
        if (schema.containsKey("$ref")) {
            String name = Html.text(Tree.referred(schema));
            return "<a href=\"/docs/schemas#" + name + "\">" + name + "</a>";
        }
        if (schema.containsKey("oneOf")) {
            return maps(schema.get("oneOf")).stream().map(SchemaHtml::type).collect(Collectors.joining(" or "));
        }
        List<String> types = schema.get("type") instanceof List<?> several
                ? several.stream().map(String::valueOf).toList()
                : text(schema, "type").map(List::of).orElse(List.of("any value"));
        return types.stream().map(type -> type(type, schema)).collect(Collectors.joining(" or "));
    }

    private static String type(String type, Map<String, @Nullable Object> schema) {
        return switch (type) {
            case "array" -> "array of " + type(map(schema, "items"));
            case "object" ->
                schema.get("additionalProperties") instanceof Map<?, ?> values
                        ? "object of " + type(map(values))
                        : "object";
            case "null" -> "null";
            default -> Html.text(text(schema, "format").orElse(type));
        };
    }

    /** Description, bounds, default and choices. */
    static String notes(Map<String, @Nullable Object> schema) {
        List<String> notes = new ArrayList<>();
        text(schema, "description").map(Html::line).ifPresent(notes::add);
        choices(schema).ifPresent(notes::add);
        BOUNDS.forEach(bound -> text(schema, bound).ifPresent(value -> notes.add(words(bound) + " " + value + ".")));
        text(schema, "default").ifPresent(usual -> notes.add("<code>" + Html.text(usual) + "</code> unless said."));
        return String.join(" ", notes);
    }

    static java.util.Optional<String> choices(Map<String, @Nullable Object> schema) {
        Map<String, @Nullable Object> each = map(schema, "items");
        Stream<@Nullable Object> choices =
                Stream.concat(list(schema.get("enum")).stream(), list(each.get("enum")).stream());
        String said = choices.map(choice -> "<code>" + Html.text(String.valueOf(choice)) + "</code>")
                .collect(Collectors.joining(" "));
        return said.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of("One of " + said + ".");
    }

    private static String words(String bound) {
        return switch (bound) {
            case "minimum" -> "At least";
            case "maximum" -> "At most";
            case "minLength" -> "Characters at least";
            case "maxLength" -> "Characters at most";
            case "minItems" -> "Entries at least";
            case "maxItems" -> "Entries at most";
            default -> "Fields at least";
        };
    }
}
