package health.authz.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which code a name means (rule B-64). */
class BillingCodeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "H0031 | H0031 h0031 | H0031",
                "h0031 | H0031 h0031 | h0031",
                "h0031 | H0032 H0031 | H0031",
                "inTAKE | intake Intake | Intake",
                "h0031 | H00310 | ",
                "\u212a1 | K1 k1 | ",
                "\u017f1 | S1 | ",
                "H0031 | '' | "
            })
    void a_name_means_the_code_written_so_or_the_first_that_differs_in_case_alone(
            String name, String defined, String meant) {
        List<BillingCode> codes = Arrays.stream(defined.split(" "))
                .filter(code -> !code.isEmpty())
                .map(BillingCode::new)
                .toList();

        assertThat(BillingCode.named(name, codes).map(BillingCode::value).orElse(null))
                .isEqualTo(meant);
    }
}
