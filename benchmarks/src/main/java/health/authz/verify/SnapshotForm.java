package health.authz.verify;

import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Note;
import health.authz.platform.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** The text that a snapshot of a state must have, whatever the order of its fields. */
final class SnapshotForm {
    private SnapshotForm() {}

    static boolean isOf(Added state, String text) {
        Map<String, Note> notes = new TreeMap<>();
        state.notes().forEach((id, note) -> notes.put(id.value(), note));
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("identity", state.identity());
        form.put("definition", state.definition());
        form.put("totals", state.totals());
        form.put("standing", state.standing());
        form.put("notes", notes);
        form.put("definitionSeq", state.definitionSeq());
        if (state.successor() != null) {
            form.put("successor", state.successor());
        }
        JsonNode wanted = Json.mapper().readTree(Json.mapper().writeValueAsString(form));
        return wanted.equals(Json.mapper().readTree(text));
    }
}
