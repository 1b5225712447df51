package health.authz.authorization.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.OperationId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class AuthorizationIdsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T01:00:00Z");
    private static final OperationId EARLIER = AuthorizationIds.newOperation(NOW, new UUID(-1, -1));
    private static final OperationId LATER = AuthorizationIds.newOperation(NOW.plusMillis(1), new UUID(0, 0));
    private static final LocalDate START = LocalDate.of(2026, 12, 1);
    private static final AuthorizationIds IDS = new AuthorizationIds(
            Map.of(1, "the-first-key-of-the-known-answers", 2, "the-second-key-of-the-known-answer"));

    private static AuthorizationId id(OperationId operation, long line, String client, String code) {
        return IDS.of(operation, IDS.newestKey()).id(line, new ClientId(client), new BillingCode(code), START);
    }

    /** Made outside of this code: 48 bits of time, 24 of the line, 50 of HMAC-SHA-256 over four parts, each with its length. */
    @ParameterizedTest
    @CsvSource({
        "1, 019ab841-3f80-800c-8d40-d0a242af7bf5",
        "2, 019ab841-3f80-800c-8d43-85af85dfb498",
        // before there were keys: SHA-256 over the same
        "  , 019ab841-3f80-800c-8d42-75a7995415d3",
    })
    void known_answers(@Nullable Integer key, UUID expected) {
        OperationId operation = new OperationId(UUID.fromString("019ab841-3f80-8abc-9def-0123456789ab"));

        AuthorizationId id = IDS.of(operation, key).id(50_000, new ClientId("c-1"), new BillingCode("H0031"), START);

        assertThat(id.value()).isEqualTo(expected);
        assertThat(id.value().version()).isEqualTo(8);
        assertThat(id.value().variant()).isEqualTo(2);
    }

    @Test
    void new_operations_take_the_highest_key() {
        assertThat(IDS.newestKey()).isEqualTo(2);
        assertThat(new AuthorizationIds(Map.of(9, "nine", 10, "ten")).newestKey())
                .isEqualTo(10);
    }

    @Test
    void a_key_that_is_not_set_is_named() {
        assertThatThrownBy(() -> IDS.of(EARLIER, 3))
                .isInstanceOf(UnknownIdKey.class)
                .hasMessageContaining("authz.ids.keys.3");
    }

    @Test
    void keys_come_from_variables_by_their_numbers() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of("AUTHZ_IDS_KEYS_1", "a".repeat(32), "AUTHZ_IDS_KEYS_12", "b".repeat(32))));

        IdProperties bound = Binder.get(environment).bindOrCreate("authz.ids", IdProperties.class);

        assertThat(bound.keys()).isEqualTo(Map.of(1, "a".repeat(32), 12, "b".repeat(32)));
    }

    @Test
    void the_settings_name_themselves_where_they_are_wrong_and_keep_their_secrets() {
        assertThatThrownBy(() -> new IdProperties(Map.of())).hasMessageContaining("authz.ids.keys is not set");
        assertThatThrownBy(() -> new IdProperties(Map.of(0, "k".repeat(32)))).hasMessageContaining("authz.ids.keys.0");
        assertThatThrownBy(() -> new IdProperties(Map.of(1, "k".repeat(31))))
                .hasMessageContaining("authz.ids.keys.1")
                .hasMessageNotContaining("kkk");
        assertThat(new IdProperties(Map.of(1, "k".repeat(32))).toString()).doesNotContain("kkk");
    }

    @Test
    void the_same_row_of_the_same_operation_has_the_same_id() {
        assertThat(id(EARLIER, 1, "c-1", "H0031")).isEqualTo(id(EARLIER, 1, "c-1", "H0031"));
        assertThat(id(EARLIER, 1, "c-1", "H0031").value().version()).isEqualTo(8);
        assertThat(id(EARLIER, 1, "c-1", "H0031").value().variant()).isEqualTo(2);
    }

    @Test
    void another_client_code_operation_or_line_has_another_id() {
        assertThat(List.of(
                        id(EARLIER, 1, "c-1", "H0031"),
                        id(EARLIER, 1, "c-2", "H0031"),
                        id(EARLIER, 1, "c-1", "H2014"),
                        id(EARLIER, 2, "c-1", "H0031"),
                        id(LATER, 1, "c-1", "H0031")))
                .doesNotHaveDuplicates();
    }

    @Test
    void ids_sort_by_the_operations_time_then_by_line() {
        List<AuthorizationId> lines = LongStream.of(1, 2, 4_095, 4_096, 50_000, 1_000_000, 16_777_215)
                .mapToObj(line -> id(EARLIER, line, "c-" + line % 7, "H0031"))
                .toList();

        assertThat(lines).isSorted();
        assertThat(lines.getLast()).isLessThan(id(LATER, 1, "c-1", "H0031"));
        assertThat(lines.stream().map(AuthorizationId::toString)).isSorted();
    }
}
