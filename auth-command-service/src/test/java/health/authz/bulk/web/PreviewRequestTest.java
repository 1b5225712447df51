package health.authz.bulk.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import health.authz.platform.json.Json;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.ProblemException.FieldError;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A patch says what it changes; a field that nobody knows is refused, not left out. */
class PreviewRequestTest {
    @Test
    void a_misspelt_field_of_a_patch_is_refused() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> update("{\"endDat\": \"2026-12-15\"}"))
                .satisfies(refused -> assertThat(refused.errors())
                        .extracting(FieldError::field)
                        .containsExactly("patch.endDat"));
    }

    @Test
    void a_patch_of_nothing_is_refused() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> update("{}"))
                .satisfies(refused -> assertThat(refused.errors())
                        .extracting(FieldError::field)
                        .containsExactly("patch"));
    }

    @Test
    void a_patch_that_only_clears_is_one() {
        assertThat(update("{\"unitAlertLevel\": null}").patch().unitAlertLevel().isClear())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"  \"",
                "\"\\u00a0\"",
                "\"\\u200b\"",
                "\",\"",
                "null",
                "[]",
                "{}",
                "[\"\"]",
                "[\"ACTIVE\", \" \"]"
            })
    void a_blank_value_of_a_filter_is_refused_by_its_name_alone_and_beside_others(String blank) {
        for (String name : List.of("payerId", "q", "status", "clientActive", "endsTo")) {
            assertRefused("selection", "UPDATE", "{\"filter\": {\"%s\": %s}}".formatted(name, blank), "filter." + name);
            assertRefused(
                    "selection",
                    "UPDATE",
                    "{\"filter\": {\"divisionId\": \"adult\", \"%s\": %s}}".formatted(name, blank),
                    "filter." + name);
            assertRefused("clients", "ADD", "{\"filter\": {\"%s\": %s}}".formatted(name, blank), "filter." + name);
            assertRefused(
                    "clients",
                    "ADD",
                    "{\"ofAuthorizations\": {\"filter\": {\"%s\": %s}}}".formatted(name, blank),
                    "ofAuthorizations.filter." + name);
        }
    }

    @Test
    void each_of_two_blank_values_is_named() {
        assertThat(refused("{\"kind\": \"UPDATE\", \"selection\": {\"filter\": {\"payerId\": \"\", \"status\": []}},"
                        + " \"patch\": {\"payerReference\": \"x\"}}"))
                .containsExactly("selection.filter.payerId", "selection.filter.status");
    }

    @Test
    void a_recipe_is_not_kept_with_a_blank_value() {
        JsonNode form = Json.strict()
                .readTree("{\"kind\": \"UPDATE\", \"selection\": {\"filter\": {\"q\": \" \"}},"
                        + " \"patch\": {\"payerReference\": \"x\"}}");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> RecipeForm.read(form, LocalDate.of(2026, 12, 1)))
                .satisfies(refused -> assertThat(refused.errors())
                        .extracting(FieldError::field)
                        .containsExactly("selection.filter.q"));
    }

    private static void assertRefused(String rows, String kind, String selection, String field) {
        String rest = kind.equals("ADD")
                ? "\"billingCodeGroupId\": \"00000000-0000-0000-0000-0000000000a1\""
                : "\"patch\": {\"payerReference\": \"x\"}";
        assertThat(refused("{\"kind\": \"%s\", \"%s\": %s, %s}".formatted(kind, rows, selection, rest)))
                .as(selection)
                .containsExactly(rows + "." + field);
    }

    private static List<String> refused(String body) {
        List<String> fields = new ArrayList<>();
        assertThatExceptionOfType(ProblemException.class)
                .as(body)
                .isThrownBy(() -> PreviewRequest.read(Json.strict().readTree(body)))
                .satisfies(refused -> {
                    assertThat(refused.status().value()).isEqualTo(400);
                    refused.errors().forEach(error -> fields.add(error.field()));
                });
        return fields;
    }

    private static PreviewRequest update(String patch) {
        return PreviewRequest.read(Json.strict()
                .readTree("{\"kind\": \"UPDATE\", \"selection\": {\"all\": true}, \"patch\": " + patch + "}"));
    }
}
