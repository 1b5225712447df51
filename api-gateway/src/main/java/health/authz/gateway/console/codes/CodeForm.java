package health.authz.gateway.console.codes;

import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Numbers;
import health.authz.gateway.console.words.Typed;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A billing code as a form. */
final class CodeForm {
    static final List<String> TYPES = List.of("CPT", "CPT_ADD_ON", "EM", "UB04_ADD_ON", "HCPCS", "INTERNAL");
    private static final List<String> DECREMENTS = List.of("PER_UNIT_BILLED", "NONE");
    static final List<String> FIELDS = List.of(
            "code", "description", "type", "unitLabel", "defaultUnits", "authDecrementAction", "unmanaged", "active");

    private CodeForm() {}

    static Typed blank() {
        return Typed.empty()
                .put("type", "HCPCS")
                .put("unitLabel", "15 min")
                .put("authDecrementAction", "PER_UNIT_BILLED")
                .put("active", "true");
    }

    /** How notes use units: what works, and what the code has from before. */
    static List<String> decrements(@Nullable JsonNode code) {
        String stored = code == null ? "" : Facts.given(code, "authDecrementAction");
        return stored.isEmpty() || DECREMENTS.contains(stored)
                ? DECREMENTS
                : Stream.concat(DECREMENTS.stream(), Stream.of(stored)).toList();
    }

    static Typed filled(JsonNode code) {
        Typed form = Typed.empty();
        for (String field : FIELDS) {
            form.put(field, Facts.shown(code.path(field)));
        }
        return form;
    }

    static ObjectNode body(Typed form) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (String field : List.of("description", "type", "unitLabel", "authDecrementAction")) {
            if (form.filled(field)) {
                body.put(field, form.get(field));
            }
        }
        if (!form.filled("description")) {
            form.wrong("description", "Say in a few words what the code stands for.");
        }
        if (form.get("authDecrementAction").equals("NONE") && !form.ticked("unmanaged")) {
            form.wrong(
                    "authDecrementAction",
                    "Only notes on an unmanaged code use nothing. Tick Unmanaged, or choose another.");
        }
        body.put("unmanaged", form.ticked("unmanaged"));
        body.put("active", form.ticked("active"));
        BigDecimal units = units(form, "defaultUnits");
        if (units != null) {
            body.put("defaultUnits", units);
        }
        return body;
    }

    /** A number of a field that may be blank; what cannot be read is marked. */
    static @Nullable BigDecimal units(Typed form, String name) {
        if (!form.filled(name)) {
            return null;
        }
        BigDecimal number = Numbers.read(form.get(name));
        if (number == null || number.signum() < 0) {
            form.wrong(name, "Write a number such as 48 or 2.5, or leave it blank.");
            return null;
        }
        return number;
    }
}
