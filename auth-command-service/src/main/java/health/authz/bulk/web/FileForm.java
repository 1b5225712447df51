package health.authz.bulk.web;

import health.authz.authorization.web.RequestedValuesJson;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.platform.json.Json;
import health.authz.platform.web.Fields;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a file is to be read.
 *
 * @param dates how a sheet writes them
 * @param skipLines lines of a sheet before the one that names the columns, 0 to 1,000
 * @param defaults values for the lines that leave a field blank
 */
record FileForm(BulkKind kind, FileDates dates, int skipLines, ObjectNode defaults) {
    static final Set<String> PARAMETERS = Set.of("dateFormat", "skipLines", "defaults");
    private static final Set<String> OF_A_SHEET = Set.of("dateFormat", "skipLines");
    private static final int SKIPPED_MAX = 1_000;
    private static final int DEFAULTS_LENGTH_MAX = 2_000;
    private static final Set<String> NO_DEFAULT =
            Set.of("authorizationId", "clientId", "billingCode", "authorizationNumber");

    static FileForm of(BulkKind kind) {
        return new FileForm(kind, FileDates.ISO, 0, Json.mapper().createObjectNode());
    }

    /** @throws health.authz.platform.web.ProblemException 400 that names the parameter, if one cannot be used */
    static FileForm of(BulkKind kind, QueryParameters query, boolean isSheet) {
        if (!isSheet) {
            OF_A_SHEET.stream()
                    .filter(name -> query.text(name).isPresent())
                    .findFirst()
                    .ifPresent(name -> {
                        throw Problems.invalid(name, "is for text/csv; objects write dates as 2026-12-31");
                    });
        }
        return new FileForm(
                kind,
                query.text("dateFormat").map(FileForm::dates).orElse(FileDates.ISO),
                query.text("skipLines").map(FileForm::skipped).orElse(0),
                query.text("defaults").map(text -> defaults(kind, text)).orElseGet(Json.mapper()::createObjectNode));
    }

    private static FileDates dates(String pattern) {
        return FileDates.of(pattern)
                .orElseThrow(
                        () -> Problems.invalid(
                                "dateFormat",
                                "names day (d or dd), month (M, MM or MMM) and year (yyyy) once each, as in MM/dd/yyyy or dd.MM.yyyy"));
    }

    private static int skipped(String text) {
        if (!text.matches("\\d{1,4}") || Integer.parseInt(text) > SKIPPED_MAX) {
            throw Problems.invalid("skipLines", "is a whole number from 0 to " + SKIPPED_MAX);
        }
        return Integer.parseInt(text);
    }

    private static ObjectNode defaults(BulkKind kind, String text) {
        if (text.length() > DEFAULTS_LENGTH_MAX) {
            throw Problems.invalid("defaults", "has at most " + DEFAULTS_LENGTH_MAX + " characters");
        }
        try {
            JsonNode json = Json.strict().readTree(text);
            ObjectNode whole = Json.mapper().createObjectNode();
            whole.set("defaults", json);
            Fields fields = Fields.of(whole);
            fields.object("defaults").ifPresent(each -> check(kind, each));
            fields.done();
            return (ObjectNode) json;
        } catch (JacksonException notJson) {
            throw Problems.invalid(
                    "defaults",
                    "is one JSON object, percent-encoded, such as {\"endDate\":\"2027-05-31\",\"payerId\":\"bcbs\"}");
        }
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
