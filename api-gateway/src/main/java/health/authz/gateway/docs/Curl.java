package health.authz.gateway.docs;

import static health.authz.gateway.docs.Tree.map;
import static health.authz.gateway.docs.Tree.text;

import health.authz.gateway.docs.ApiDocument.Operation;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A route as a command to be tried in a shell, with the first example of its body. */
final class Curl {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NEXT_LINE = " \\\n  ";

    private Curl() {}

    static String of(ApiDocument document, Operation operation) {
        StringBuilder command = new StringBuilder("curl -H \"Authorization: Bearer $TOKEN\"");
        if (!operation.method().equals("get")) {
            command.append(" -X ").append(operation.method().toUpperCase(Locale.ROOT));
        }
        String path = operation.path();
        for (Map<String, @Nullable Object> given : operation.parameters()) {
            Map<String, @Nullable Object> parameter = document.followed(given);
            String name = text(parameter, "name").orElse("");
            String example = text(parameter, "example").orElse("");
            if ("path".equals(parameter.get("in"))) {
                path = path.replace("{" + name + "}", example);
            } else if ("header".equals(parameter.get("in")) && !example.isEmpty()) {
                command.append(NEXT_LINE)
                        .append("-H '")
                        .append(name)
                        .append(": ")
                        .append(example)
                        .append('\'');
            }
        }
        command.append(NEXT_LINE).append("\"$HOST/api/v1").append(path).append('"');
        map(map(operation.body(), "requestBody"), "content").forEach((type, media) -> {
            command.append(NEXT_LINE).append("-H 'Content-Type: ").append(type).append('\'');
            map(map(media), "examples").values().stream().findFirst().ifPresent(example -> command.append(NEXT_LINE)
                    .append("--data-binary '")
                    .append(quoted(map(example).get("value")))
                    .append('\''));
        });
        return command.toString();
    }

    private static String quoted(@Nullable Object value) {
        String text = value instanceof String lines ? lines : JSON.writeValueAsString(value);
        return text.replace("'", "'\\''");
    }
}
