package health.authz.gateway.console.imports;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.gateway.console.ApiProblem;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LineProblemTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void a_line_of_the_directory_names_a_field_and_a_line_of_a_table_a_column() {
        assertThat(LineProblem.of(
                        JSON.readTree("{\"line\": 7, \"field\": \"value.name\", \"detail\": \"is required\"}")))
                .isEqualTo(new LineProblem(7, "value.name", "is required"));
        assertThat(LineProblem.of(JSON.readTree("{\"line\": 2, \"column\": \"endDate\", \"detail\": \"is a date\"}")))
                .isEqualTo(new LineProblem(2, "endDate", "is a date"));
    }

    @Test
    void what_is_wrong_with_the_whole_file_has_no_line() {
        assertThat(LineProblem.of(new ApiProblem.FieldError("line 1, colour", "is no column")))
                .isEqualTo(new LineProblem(0, "line 1, colour", "is no column"));
    }
}
