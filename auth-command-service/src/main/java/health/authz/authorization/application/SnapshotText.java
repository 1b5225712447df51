package health.authz.authorization.application;

import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Definition;
import health.authz.authorization.domain.Identity;
import health.authz.authorization.domain.Note;
import health.authz.authorization.domain.Notes;
import health.authz.authorization.domain.Standing;
import health.authz.events.AuthorizationId;
import health.authz.events.NoteId;
import health.authz.events.authorization.UnitTotals;
import health.authz.platform.json.Json;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A state as JSON. */
final class SnapshotText {
    /**
     * Which form the text has and which rules folded it. It grows whenever a field of the state is added, goes or is folded
     * in another way; texts of any other number are passed over and the stream is folded whole.
     */
    static final int FORMAT = 2;

    private record Form(
            Identity identity,
            Definition definition,
            UnitTotals totals,
            Standing standing,
            @Nullable AuthorizationId successor,
            Map<String, Note> notes,
            long definitionSeq) {}

    private SnapshotText() {}

    static String write(Added state) {
        Map<String, Note> notes = new TreeMap<>();
        state.notes().forEach((id, note) -> notes.put(id.value(), note));
        return Json.mapper()
                .writeValueAsString(new Form(
                        state.identity(),
                        state.definition(),
                        state.totals(),
                        state.standing(),
                        state.successor(),
                        notes,
                        state.definitionSeq()));
    }

    static Added read(String text, long seq) {
        Form form = Json.mapper().readValue(text, Form.class);
        return new Added(
                form.identity,
                form.definition,
                form.totals,
                form.standing,
                form.successor,
                notes(form.notes),
                seq,
                form.definitionSeq);
    }

    private static Notes notes(Map<String, Note> kept) {
        Notes notes = Notes.NONE;
        for (Map.Entry<String, Note> entry : kept.entrySet()) {
            notes = notes.with(new NoteId(entry.getKey()), entry.getValue());
        }
        return notes;
    }
}
