package health.authz.bulk.web;

import health.authz.authorization.web.RequestedValuesJson;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.platform.json.Json;
import health.authz.platform.web.Fields;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import health.authz.platform.web.SheetDates;
import health.authz.platform.web.SheetText;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * How a file is to be read.
 *
 * @param dates how a sheet writes them
 * @param columns fields by what is compared of the names that a mapping knows; an empty one = the column is passed over
 * @param skipLines lines of a sheet before the one that names the columns, 0 to 1,000
 * @param defaults values for the lines that leave a field blank
 */
record FileForm(BulkKind kind, Map<String, String> columns, SheetDates dates, int skipLines, ObjectNode defaults) {
    static final Set<String> PARAMETERS = Set.of("mapping", "dateFormat", "skipLines", "defaults");
    private static final Set<String> OF_A_SHEET = Set.of("mapping", "dateFormat", "skipLines");
    static final int SKIPPED_MAX = 1_000;
    static final int DEFAULTS_LENGTH_MAX = 2_000;
    private static final Set<String> NO_DEFAULT =
            Set.of("authorizationId", "clientId", "billingCode", "authorizationNumber");

    static FileForm of(BulkKind kind) {
        return new FileForm(kind, Map.of(), SheetDates.ISO, 0, Json.mapper().createObjectNode());
    }

    /**
     * What the query says goes before what the mapping says.
     *
     * @param mapping finds one by its name
     * @throws health.authz.platform.web.ProblemException 400 that names the parameter, if one cannot be used
     */
    static FileForm of(
            BulkKind kind, QueryParameters query, boolean isSheet, Function<String, Optional<MappingForm>> mapping) {
        if (!isSheet) {
            OF_A_SHEET.stream()
                    .filter(name -> query.text(name).isPresent())
                    .findFirst()
                    .ifPresent(name -> {
                        throw Problems.invalid(
                                name, "is for text/csv; objects have the fields' names, and dates as 2026-12-31");
                    });
        }
        Optional<MappingForm> mapped = query.text("mapping").map(name -> mapping.apply(name)
                .orElseThrow(() -> Problems.invalid(
                        "mapping", "is the name of no mapping of the organisation; /api/v1/bulk-mappings lists them")));
        ObjectNode defaults = mapped.map(MappingForm::defaults).orElseGet(Json.mapper()::createObjectNode);
        query.text("defaults").ifPresent(text -> defaults.setAll(defaults(text)));
        ObjectNode whole = Json.mapper().createObjectNode();
        whole.set("defaults", defaults);
        Fields fields = Fields.of(whole);
        fields.object("defaults").ifPresent(each -> check(kind, each));
        fields.done();
        return new FileForm(
                kind,
                mapped.map(MappingForm::columns).orElse(Map.of()),
                query.text("dateFormat")
                        .or(() -> mapped.flatMap(MappingForm::dateFormat))
                        .map(FileForm::dates)
                        .orElse(SheetDates.ISO),
                query.text("skipLines")
                        .map(FileForm::skipped)
                        .or(() -> mapped.map(MappingForm::skipLines))
                        .orElse(0),
                defaults);
    }

    /** The field of a column: one that is passed over, an empty one for the same, or {@code null} = the word is not known. */
    @Nullable
    String field(String column) {
        String mapped = columns.get(SheetText.key(column));
        return mapped == null ? HeaderWords.field(column) : mapped;
    }

    private static SheetDates dates(String pattern) {
        return SheetDates.of(pattern).orElseThrow(() -> Problems.invalid("dateFormat", SheetDates.PATTERN_BOUND));
    }

    private static int skipped(String text) {
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) > SKIPPED_MAX) {
            throw Problems.invalid("skipLines", "is a whole number from 0 to " + SKIPPED_MAX);
        }
        return Integer.parseInt(text);
    }

    private static ObjectNode defaults(String text) {
        if (text.length() > DEFAULTS_LENGTH_MAX) {
            throw Problems.invalid("defaults", "has at most " + DEFAULTS_LENGTH_MAX + " characters");
        }
        try {
            if (Json.strict().readTree(text) instanceof ObjectNode defaults) {
                return defaults;
            }
        } catch (JacksonException notJson) {
            throw noDefaults(notJson);
        }
        throw noDefaults(null);
    }

    private static ProblemException noDefaults(@Nullable Throwable cause) {
        ProblemException problem = Problems.invalid(
                "defaults",
                "is one JSON object, percent-encoded, such as {\"endDate\":\"2027-05-31\",\"payerId\":\"bcbs\"}");
        if (cause != null) {
            problem.initCause(cause);
        }
        return problem;
    }

    /** Of a mapping, which serves adds and changes alike: good for one of the two. */
    static void checkDefaults(Fields defaults) {
        check(defaults.raw("unmanaged") instanceof StringNode ? BulkKind.ADD : BulkKind.UPDATE, defaults);
    }

    private static void check(BulkKind kind, Fields defaults) {
        defaults.names().forEach(name -> {
            if (NO_DEFAULT.contains(name)) {
                defaults.wrong(name, "belongs to one line; give it there");
            } else if (!FileFields.known().contains(name)) {
                defaults.wrong(name, "is no field of a line; units, dates, payer, reference and alert levels are");
            } else if (defaults.isNull(name)) {
                defaults.wrong(name, "has a value; leave it out to leave blank what is blank");
            }
        });
        if (kind == BulkKind.ADD) {
            RequestedValuesJson.values(defaults);
        } else {
            RequestedValuesJson.patchOfMany(defaults);
        }
    }
}
