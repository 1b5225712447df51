package health.authz.gateway.console.codes;

import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Typed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A billing code group as a form: one line for each code of the organisation, ticked where the group holds it. A line's
 * fields are {@code in.CODE}, {@code units.CODE} and {@code level.CODE}.
 */
final class GroupForm {
    private static final Pattern MEMBER = Pattern.compile("codes\\[(\\d{1,4})](.*)");
    static final String IN = "in.";
    static final String UNITS = "units.";
    static final String LEVEL = "level.";

    private GroupForm() {}

    /** A code that the group may hold, as its line shows it. */
    record Line(
            String code, String description, String unitLabel, String usualUnits, boolean active, boolean unmanaged) {}

    static Typed blank() {
        return Typed.empty().put("active", "true").put("name", "");
    }

    static Typed filled(JsonNode group) {
        Typed form = Typed.empty()
                .put("name", Facts.given(group, "name"))
                .put("active", Facts.flag(group, "active") ? "true" : "");
        for (JsonNode member : group.path("codes")) {
            String code = Facts.given(member, "code");
            form.put(IN + code, "true")
                    .put(UNITS + code, Facts.shown(member.path("defaultUnits")))
                    .put(LEVEL + code, Facts.shown(member.path("unitAlertLevel")));
        }
        return form;
    }

    /** Lines for the codes there are, and for members that are no codes any more; those of the group come first. */
    static List<Line> lines(List<JsonNode> codes, Typed form) {
        Map<String, Line> lines = new LinkedHashMap<>();
        codes.forEach(code -> lines.put(Facts.given(code, "code"), line(code)));
        for (String name : form.values().keySet()) {
            if (name.startsWith(IN)) {
                String code = name.substring(IN.length());
                lines.putIfAbsent(code, new Line(code, "", "", "", false, false));
            }
        }
        List<Line> ordered = new ArrayList<>();
        lines.values().stream().filter(line -> held(form, line.code())).forEach(ordered::add);
        lines.values().stream()
                .filter(line -> !held(form, line.code()) && line.active())
                .forEach(ordered::add);
        return ordered;
    }

    static boolean held(Typed form, String code) {
        return form.ticked(IN + code);
    }

    static ObjectNode body(Typed form) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (!form.filled("name")) {
            form.wrong("name", "Give the group a name, such as Outpatient package.");
        }
        body.put("name", form.get("name"));
        body.put("active", form.ticked("active"));
        ArrayNode members = body.putArray("codes");
        for (String name : form.values().keySet()) {
            if (name.startsWith(IN) && form.ticked(name)) {
                member(form, name.substring(IN.length()), members.addObject());
            }
        }
        return body;
    }

    private static void member(Typed form, String code, ObjectNode member) {
        member.put("code", code);
        BigDecimal units = CodeForm.units(form, UNITS + code);
        if (units != null) {
            member.put("defaultUnits", units);
        }
        BigDecimal level = CodeForm.units(form, LEVEL + code);
        if (level != null) {
            member.put("unitAlertLevel", level);
        }
    }

    /** What the API says of {@code codes[2].defaultUnits} goes to the line of the third code sent. */
    static void refused(Typed form, ApiProblem problem, ObjectNode body) {
        boolean placed = false;
        for (ApiProblem.FieldError error : problem.errors()) {
            Matcher member = MEMBER.matcher(error.field());
            if (member.matches()) {
                String code = Facts.given(body.path("codes").path(Integer.parseInt(member.group(1))), "code");
                form.wrongAs(prefix(member.group(2)) + code, error.detail());
            } else if (List.of("name", "active").contains(error.field())) {
                form.wrongAs(error.field(), error.detail());
            } else {
                form.wrong(error.detail());
            }
            placed = true;
        }
        if (!placed) {
            form.wrong(problem.detail());
        }
    }

    private static String prefix(String field) {
        return switch (field) {
            case ".defaultUnits" -> UNITS;
            case ".unitAlertLevel" -> LEVEL;
            default -> IN;
        };
    }

    private static Line line(JsonNode code) {
        return new Line(
                Facts.given(code, "code"),
                Facts.given(code, "description"),
                Facts.given(code, "unitLabel"),
                Facts.shown(code.path("defaultUnits")),
                Facts.flag(code, "active"),
                Facts.flag(code, "unmanaged"));
    }
}
