package health.authz.gateway.console.client;

import health.authz.gateway.console.authorization.Field;
import health.authz.gateway.console.authorization.FieldChanges;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Typed;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The rows of a client as a form: {@code ID.endDate} is a field of a row, {@code was.ID.endDate} what it showed. */
final class ClientRows {
    private ClientRows() {}

    static Typed filled(List<JsonNode> rows) {
        Typed form = Typed.empty();
        rows.forEach(row -> FieldChanges.filled(form, prefix(Facts.given(row, "authorizationId")), row));
        return form;
    }

    static String prefix(String authorizationId) {
        return authorizationId + ".";
    }

    /** One object for each row that was changed, with only the fields that were; wrong ones are marked in the form. */
    static List<ObjectNode> changed(Typed form) {
        List<ObjectNode> lines = new ArrayList<>();
        for (String id : ids(form)) {
            ObjectNode patch = FieldChanges.of(form, prefix(id));
            if (!patch.isEmpty()) {
                ObjectNode line = JsonNodeFactory.instance.objectNode();
                line.put("authorizationId", id);
                line.setAll(patch);
                lines.add(line);
            }
        }
        return lines;
    }

    /** Marks what the API could not take: it names a line (from 1) and a field of it, or the line as a whole. */
    static void refused(Typed form, JsonNode problems, List<ObjectNode> lines) {
        for (JsonNode problem : problems) {
            int at = (int) Facts.count(problem, "line");
            String field = Facts.given(problem, "column");
            String detail = Facts.given(problem, "detail");
            if (at >= 1 && at <= lines.size() && Field.of(field).isPresent()) {
                form.wrongAs(prefix(Facts.given(lines.get(at - 1), "authorizationId")) + field, detail);
            } else {
                form.wrong(field.isEmpty() ? detail : field + ": " + detail);
            }
        }
    }

    private static Set<String> ids(Typed form) {
        Set<String> ids = new LinkedHashSet<>();
        for (String name : form.values().keySet()) {
            int dot = name.indexOf('.');
            if (dot > 0 && !name.startsWith("was.")) {
                ids.add(name.substring(0, dot));
            }
        }
        return ids;
    }
}
