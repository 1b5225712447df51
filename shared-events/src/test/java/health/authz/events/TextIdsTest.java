package health.authz.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ids that other systems give: kept as they are, within bounds. */
class TextIdsTest {

    static Stream<Arguments> ids() {
        return Stream.of(
                id("TenantId", 100, TenantId::of),
                id("ClientId", 100, ClientId::of),
                id("PayerId", 100, PayerId::of),
                id("UserId", 255, UserId::of),
                id("NoteId", 100, NoteId::of),
                id("BillingCode", 50, BillingCode::of));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void take_one_character_up_to_their_most(String name, int most, Function<String, Object> of) {
        assertThat(of.apply("x")).hasToString("x");
        assertThat(of.apply("x".repeat(most))).hasToString("x".repeat(most));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void refuse_nothing_too_much_and_padding(String name, int most, Function<String, Object> of) {
        for (String wrong : new String[] {"", "x".repeat(most + 1), " x", "x ", " "}) {
            assertThatIllegalArgumentException()
                    .as("%s of '%s'", name, wrong)
                    .isThrownBy(() -> of.apply(wrong))
                    .withMessageContaining(String.valueOf(most));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ids")
    void are_equal_by_value(String name, int most, Function<String, Object> of) {
        assertThat(of.apply("a")).isEqualTo(of.apply("a")).isNotEqualTo(of.apply("A"));
    }

    private static Arguments id(String name, int most, Function<String, Object> of) {
        return Arguments.of(name, most, of);
    }
}
