package health.authz.bulk.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import health.authz.platform.json.Json;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.ProblemException.FieldError;
import org.junit.jupiter.api.Test;

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

    private static PreviewRequest update(String patch) {
        return PreviewRequest.read(Json.strict()
                .readTree("{\"kind\": \"UPDATE\", \"selection\": {\"all\": true}, \"patch\": " + patch + "}"));
    }
}
