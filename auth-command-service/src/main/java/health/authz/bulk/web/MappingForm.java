package health.authz.bulk.web;

import health.authz.platform.json.Json;
import health.authz.platform.web.Fields;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import health.authz.platform.web.SheetDates;
import health.authz.platform.web.SheetText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How the sheets of one sender are read, as a mapping keeps it: {@code { "columns": { "Service Code": "billingCode", "Plan end": null },
 * "dateFormat": "MM/dd/yyyy", "skipLines": 2, "defaults": { "payerId": "bcbs" } }}. A column that means {@code null} is passed over.
 */
final class MappingForm {
    private static final int DESCRIPTION_LENGTH_MAX = 500;
    private static final int COLUMNS_MAX = 200;
    private static final int COLUMN_LENGTH_MAX = 100;

    /** What the answer says besides the form, so that a form that was read can be sent back as it is. */
    private static final List<String> ANSWERED = List.of("name", "owner", "version", "changedAt");

    private final ObjectNode json;

    private MappingForm(ObjectNode json) {
        this.json = json;
    }

    /** @throws ProblemException 400 with everything that is wrong with it */
    static MappingForm read(JsonNode body) {
        if (!(body instanceof ObjectNode sent)) {
            throw Problems.invalid("body", "is one JSON object");
        }
        ObjectNode json = sent.deepCopy().remove(ANSWERED);
        Fields fields = Fields.of(json);
        fields.text("description", DESCRIPTION_LENGTH_MAX);
        fields.object("columns").ifPresent(MappingForm::check);
        fields.text("dateFormat", SheetDates.PATTERN_LENGTH_MAX)
                .filter(pattern -> SheetDates.of(pattern).isEmpty())
                .ifPresent(wrong -> fields.wrong("dateFormat", SheetDates.PATTERN_BOUND));
        fields.integer("skipLines", 0, FileForm.SKIPPED_MAX);
        fields.object("defaults").ifPresent(FileForm::checkDefaults);
        if (json.path("defaults").toString().length() > FileForm.DEFAULTS_LENGTH_MAX) {
            fields.wrong("defaults", "has at most " + FileForm.DEFAULTS_LENGTH_MAX + " characters");
        }
        fields.done();
        return new MappingForm(json);
    }

    private static void check(Fields columns) {
        if (columns.names().size() > COLUMNS_MAX) {
            columns.wrong("*", "has at most " + COLUMNS_MAX + " columns");
            return;
        }
        Map<String, String> seen = new HashMap<>();
        columns.names().forEach(name -> {
            String key = SheetText.key(name);
            String first = seen.putIfAbsent(key, name);
            if (key.isEmpty() || name.length() > COLUMN_LENGTH_MAX) {
                columns.wrong(
                        name,
                        "is a column's name: up to " + COLUMN_LENGTH_MAX
                                + " characters, a letter or a digit among them");
            } else if (first != null) {
                columns.wrong(name, "is the same column as " + first + "; case, spaces and signs do not count");
            }
            columns.text(name, COLUMN_LENGTH_MAX)
                    .filter(field -> !FileFields.known().contains(field))
                    .ifPresent(unknown -> columns.wrong(
                            name,
                            "means one of " + String.join(", ", FileFields.known()) + ", or null to pass it over"));
        });
    }

    /** As it was kept. */
    static MappingForm kept(String text) {
        return new MappingForm((ObjectNode) Json.mapper().readTree(text));
    }

    ObjectNode json() {
        return json;
    }

    /** Fields by what is compared of the columns' names; an empty one = the column is passed over. */
    Map<String, String> columns() {
        Map<String, String> columns = new HashMap<>();
        json.path("columns")
                .properties()
                .forEach(each -> columns.put(
                        SheetText.key(each.getKey()), each.getValue().asString("")));
        return columns;
    }

    Optional<String> dateFormat() {
        return Optional.ofNullable(json.path("dateFormat").asString(null));
    }

    int skipLines() {
        return json.path("skipLines").asInt(0);
    }

    @Nullable
    ObjectNode defaults() {
        return json.get("defaults") instanceof ObjectNode given ? given.deepCopy() : null;
    }
}
