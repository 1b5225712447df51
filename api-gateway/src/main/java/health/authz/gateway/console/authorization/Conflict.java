package health.authz.gateway.console.authorization;

import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Typed;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Somebody changed the authorization while another person had the form open: what each field was, is now, and would be.
 *
 * @param lines the fields that moved meanwhile
 */
public record Conflict(List<Line> lines) {

    /** A field that moved; {@code typed} is what the form's owner wants it to be. */
    public record Line(String name, String label, String was, String now, String typed, boolean both) {}

    /**
     * Finds what moved and brings the form up to date: fields that its owner left alone take the new value, those they
     * changed keep what was typed.
     */
    static Conflict found(Typed form, JsonNode now) {
        List<Line> lines = new ArrayList<>();
        for (Field field : Field.values()) {
            String name = field.wireName();
            if (!form.has(name)) {
                continue;
            }
            String was = form.raw(FieldChanges.was(name));
            String current = Facts.shown(now.path(name));
            String typed = form.raw(name);
            boolean touched = !field.same(was, typed);
            if (!field.same(was, current)) {
                lines.add(new Line(name, field.label(), was, current, typed, touched));
            }
            form.put(FieldChanges.was(name), current);
            if (!touched) {
                form.put(name, current);
            }
        }
        return new Conflict(lines);
    }
}
