package health.authz.gateway.console.imports;

import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.Words;
import health.authz.gateway.console.words.Facts;
import tools.jackson.databind.JsonNode;

/**
 * What is wrong with one line of a file.
 *
 * @param line from 1; 0 = the file as a whole
 */
record LineProblem(long line, String field, String detail) {
    /** An import of the directory names a field, a bulk file a column. */
    static LineProblem of(JsonNode problem) {
        String field = Facts.text(problem, "field");
        return new LineProblem(
                Facts.count(problem, "line"),
                field == null ? Facts.given(problem, "column") : field,
                Words.WORDS.said(Facts.given(problem, "detail")));
    }

    static LineProblem of(ApiProblem.FieldError error) {
        return new LineProblem(0, error.field(), error.detail());
    }
}
