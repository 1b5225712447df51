package health.authz.gateway.console.codes;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.gateway.console.words.Typed;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class CodeFormTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Typed typed(String action) {
        return CodeForm.blank()
                .put("code", "H0031")
                .put("description", "Assessment")
                .put("authDecrementAction", action);
    }

    @Test
    void only_what_notes_do_is_offered_and_what_a_code_has_from_before() {
        assertThat(CodeForm.decrements(null)).containsExactly("PER_UNIT_BILLED", "NONE");
        assertThat(CodeForm.decrements(JSON.readTree("{\"authDecrementAction\": \"NONE\"}")))
                .containsExactly("PER_UNIT_BILLED", "NONE");
        assertThat(CodeForm.decrements(JSON.readTree("{\"authDecrementAction\": \"PER_DAY\"}")))
                .containsExactly("PER_UNIT_BILLED", "NONE", "PER_DAY");
    }

    @Test
    void nothing_is_used_on_unmanaged_codes_alone() {
        Typed managed = typed("NONE");
        CodeForm.body(managed);
        assertThat(managed.problem("authDecrementAction")).contains("Tick Unmanaged");

        Typed unmanaged = typed("NONE").put("unmanaged", "true");
        CodeForm.body(unmanaged);
        assertThat(unmanaged.isWrong()).isFalse();
    }
}
