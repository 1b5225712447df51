package health.authz.gateway.console.bulk;

import health.authz.gateway.console.words.Numbers;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import tools.jackson.databind.JsonNode;

/** What was typed into the box. Blank means: take the next layer's (an add), leave as it is (an update). */
public record BulkForm(MultiValueMap<String, String> typed) {
    static final List<String> FIELDS = List.of(
            "authorizationNumber",
            "payerReference",
            "payerId",
            "allottedUnits",
            "remainingUnits",
            "unitAlertLevel",
            "expirationAlertDays",
            "startDate",
            "endDate");
    static final Set<String> CLEARABLE = Set.of(
            "authorizationNumber", "payerReference", "payerId", "unitAlertLevel", "expirationAlertDays", "endDate");
    private static final Set<String> NUMBERS =
            Set.of("allottedUnits", "remainingUnits", "unitAlertLevel", "expirationAlertDays");
    private static final List<String> LINE_FIELDS = List.of("allottedUnits", "unitAlertLevel", "endDate");

    /** An address brings filters of the same names; only what the box itself sent was typed into it. */
    public String value(String name) {
        if (!typed.containsKey("box") && !name.equals("do")) {
            return "";
        }
        String value = typed.getFirst(name);
        return value == null ? "" : value.strip();
    }

    public boolean isTicked(String name) {
        return typed.containsKey(name);
    }

    /** One member of the chosen group, as a line of the box. */
    public record Line(String code, String description, String unit, boolean unmanaged, Map<String, String> values) {
        /** The value typed, or the group's. */
        public String value(String field) {
            return values.getOrDefault(field, "");
        }
    }

    /** The lines of a group; a line that was typed keeps what was typed. */
    List<Line> lines(JsonNode group) {
        List<Line> lines = new ArrayList<>();
        for (JsonNode member : group.path("codes")) {
            String code = member.path("code").asString("");
            Map<String, String> values = new LinkedHashMap<>();
            for (String field : LINE_FIELDS) {
                String name = "perCode." + code + "." + field;
                values.put(field, isOf(group) && typed.containsKey(name) ? value(name) : given(member, field));
            }
            lines.add(new Line(
                    code,
                    member.path("description").asString(""),
                    member.path("unitLabel").asString(""),
                    member.path("unmanaged").asBoolean(false),
                    values));
        }
        return lines;
    }

    private boolean isOf(JsonNode group) {
        return value("lines").equals(group.path("id").asString("-"));
    }

    private static String given(JsonNode member, String field) {
        JsonNode value = member.path(field.equals("allottedUnits") ? "units" : field);
        return value.isNumber() ? value.decimalValue().toPlainString() : "";
    }

    /** The body of a preview of an add. */
    Map<String, Object> add(BulkTarget target, JsonNode group) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("kind", "ADD");
        body.put("clients", target.clientsToAddTo());
        body.put("billingCodeGroupId", value("billingCodeGroupId"));
        Map<String, @Nullable Object> values = given(FIELDS);
        String unmanaged = value("unmanaged");
        if (!unmanaged.isEmpty() && !unmanaged.equals("NA")) {
            values.put("unmanaged", flagOr(unmanaged));
        }
        body.put("values", values);
        Map<String, Object> perCode = perCode(group);
        if (!perCode.isEmpty()) {
            body.put("perCode", perCode);
        }
        if (!value("onOverlap").isEmpty()) {
            body.put("onOverlap", value("onOverlap"));
        }
        return body;
    }

    /**
     * Where the box above has filled the lines on the screen, each line says what its code gets. Without scripts the lines still show
     * the group's own values, so there only those count that somebody changed.
     */
    private Map<String, Object> perCode(JsonNode group) {
        Map<String, Object> perCode = new LinkedHashMap<>();
        if (!isOf(group)) {
            return perCode;
        }
        boolean live = value("live").equals("true");
        for (JsonNode member : group.path("codes")) {
            String code = member.path("code").asString("");
            Map<String, Object> values = new LinkedHashMap<>();
            for (String field : LINE_FIELDS) {
                String line = value("perCode." + code + "." + field);
                if (!line.isEmpty() && (live || !line.equals(given(member, field)))) {
                    values.put(field, read(field, line));
                }
            }
            if (!values.isEmpty()) {
                perCode.put(code, values);
            }
        }
        return perCode;
    }

    /** The body of a preview of an update. */
    Map<String, Object> update(BulkTarget target) {
        Map<String, @Nullable Object> patch = given(FIELDS);
        for (String field : CLEARABLE) {
            if (isTicked("clear." + field)) {
                patch.put(field, null);
            }
        }
        String unmanaged = value("unmanaged");
        if (!unmanaged.isEmpty() && !unmanaged.equals("NA")) {
            patch.put("unmanaged", flagOr(unmanaged));
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("kind", "UPDATE");
        body.put("selection", target.selection());
        body.put("patch", patch);
        if (isTicked("includeOpenEnded")) {
            body.put("includeOpenEnded", true);
        }
        return body;
    }

    private Map<String, @Nullable Object> given(List<String> fields) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (String field : fields) {
            String value = value(field);
            if (!value.isEmpty()) {
                values.put(field, read(field, value));
            }
        }
        return values;
    }

    private static Object flagOr(String text) {
        return text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
    }

    /** What is no number is passed on as it was typed: the API says what the field takes. 2,5 is none, and never 25. */
    private static Object read(String field, String text) {
        BigDecimal number = NUMBERS.contains(field) ? Numbers.read(text) : null;
        return number == null ? text : number;
    }
}
