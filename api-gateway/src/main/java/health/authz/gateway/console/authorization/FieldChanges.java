package health.authz.gateway.console.authorization;

import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Typed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody changed in a form: the difference between what the form showed ({@code was.endDate}) and what came back
 * ({@code endDate}). A field that the form did not offer, or that was left as it was, is not part of the patch, so that
 * nobody's change of another field meanwhile is undone.
 */
public final class FieldChanges {
    private FieldChanges() {}

    /**
     * A merge patch (RFC 7396) of the changed fields; what cannot be read is marked in the form.
     *
     * @param prefix stands before each name where a form holds several rows; empty otherwise
     */
    public static ObjectNode of(Typed typed, String prefix) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        for (Field field : Field.values()) {
            String name = prefix + field.wireName();
            if (!typed.has(name) || field.same(typed.raw(was(name)), typed.raw(name))) {
                continue;
            }
            Field.Read read = field.read(typed.raw(name));
            JsonNode value = read.value();
            if (value == null) {
                typed.wrong(name, String.valueOf(read.problem()));
            } else {
                patch.set(field.wireName(), value);
            }
        }
        return patch;
    }

    /** The name under which a form keeps what it showed. */
    public static String was(String name) {
        return "was." + name;
    }

    /** Fills a form's fields from an authorization, with what they were beside them. */
    public static Typed filled(Typed form, String prefix, JsonNode authorization) {
        for (Field field : Field.values()) {
            String shown = Facts.shown(authorization.path(field.wireName()));
            form.put(prefix + field.wireName(), shown).put(was(prefix + field.wireName()), shown);
        }
        return form;
    }
}
