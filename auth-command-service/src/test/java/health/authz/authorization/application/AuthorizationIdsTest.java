package health.authz.authorization.application;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.OperationId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AuthorizationIdsTest {
    private static final Instant NOW = Instant.parse("2026-11-25T01:00:00Z");
    private static final OperationId EARLIER = AuthorizationIds.newOperation(NOW, new UUID(-1, -1));
    private static final OperationId LATER = AuthorizationIds.newOperation(NOW.plusMillis(1), new UUID(0, 0));
    private static final LocalDate START = LocalDate.of(2026, 12, 1);

    private static AuthorizationId id(OperationId operation, long line, String client, String code) {
        return AuthorizationIds.of(operation, line, new ClientId(client), new BillingCode(code), START);
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
