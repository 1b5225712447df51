package health.authz.gateway.console.bulk;

import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.Words;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the API did not take: at its field where the box has that field, else above it. */
public record FieldProblems(
        Map<String, String> atFields,
        List<String> above,
        @Nullable ApiProblem whole) {
    static final FieldProblems NONE = new FieldProblems(Map.of(), List.of(), null);

    static FieldProblems of(ApiProblem problem) {
        Map<String, String> fields = new LinkedHashMap<>();
        List<String> above = new ArrayList<>();
        for (ApiProblem.FieldError error : problem.errors()) {
            String field = error.field().replaceFirst("^(values|patch)\\.", "");
            if (BulkForm.FIELDS.contains(field)
                    || field.startsWith("perCode.")
                    || field.equals("unmanaged")
                    || field.equals("billingCodeGroupId")) {
                fields.put(field, sentence(error.detail()));
            } else {
                above.add(above(field, error.detail()));
            }
        }
        if (fields.isEmpty() && above.isEmpty()) {
            above.add(problem.detail());
        }
        return new FieldProblems(fields, above, problem);
    }

    static FieldProblems at(String field, String sentence) {
        return new FieldProblems(Map.of(field, sentence), List.of(), null);
    }

    static FieldProblems above(String sentence) {
        return new FieldProblems(Map.of(), List.of(sentence), null);
    }

    private static String above(String field, String detail) {
        return field.equals("patch")
                ? "Fill in at least one field. What stays blank stays as it is on every row."
                : Words.WORDS.field(field) + ": " + detail + ".";
    }

    private static String sentence(String detail) {
        return detail.isEmpty() ? detail : "This " + detail.replace(" without quotes", "") + ".";
    }

    public @Nullable String at(String field) {
        return atFields.get(field);
    }

    public boolean any() {
        return !atFields.isEmpty() || !above.isEmpty();
    }
}
