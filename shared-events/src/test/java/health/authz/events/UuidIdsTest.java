package health.authz.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class UuidIdsTest {
    private static final String EARLIER = "019fae5d-3080-8a11-9c3e-5b1f2d7a6c01";
    private static final String LATER = "f19fae5d-3080-8a11-9c3e-5b1f2d7a6c01";

    @Test
    void are_written_as_they_were_read() {
        assertThat(AuthorizationId.of(EARLIER)).hasToString(EARLIER);
        assertThat(OperationId.of(EARLIER)).hasToString(EARLIER);
        assertThat(AlertId.of(EARLIER)).hasToString(EARLIER);
        assertThat(BillingCodeGroupId.of(EARLIER)).hasToString(EARLIER);
    }

    @Test
    void refuse_what_is_no_uuid() {
        assertThatIllegalArgumentException().isThrownBy(() -> AuthorizationId.of("c-1001"));
        assertThatIllegalArgumentException().isThrownBy(() -> OperationId.of(""));
    }

    /** {@link java.util.UUID#compareTo} is signed and would put the later one first. */
    @Test
    void sort_as_their_text_does() {
        assertThat(AuthorizationId.of(EARLIER)).isLessThan(AuthorizationId.of(LATER));
        assertThat(OperationId.of(EARLIER)).isLessThan(OperationId.of(LATER));
        assertThat(AlertId.of(EARLIER)).isLessThan(AlertId.of(LATER));
        assertThat(BillingCodeGroupId.of(EARLIER)).isLessThan(BillingCodeGroupId.of(LATER));
    }
}
