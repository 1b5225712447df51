package health.authz.alert.domain;

import static health.authz.alert.domain.AlertFixtures.authorization;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.alert.domain.Facts.Condition;
import health.authz.events.OperationId;
import health.authz.events.authorization.AuthorizationEvent.AuthRestored;
import health.authz.events.authorization.AuthorizationEvent.AuthVoided;
import health.authz.events.authorization.ChangeReason;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FactsTest {
    private static final OperationId UNDO = new OperationId(new UUID(1, 1));
    private static final OperationId REDO = new OperationId(new UUID(1, 2));

    @Test
    void what_a_revert_voided_and_another_brought_back_is_watched_as_before() {
        Facts before = authorization().remaining("2").facts();

        Facts voided = before.evolve(new AuthVoided(before.id(), ChangeReason.CORRECTION, UNDO, null));
        Facts restored = voided.evolve(new AuthRestored(before.id(), ChangeReason.CORRECTION, REDO, UNDO));

        assertThat(voided.condition()).isEqualTo(Condition.VOIDED);
        assertThat(voided.usable()).isFalse();
        assertThat(restored).isEqualTo(before);
        assertThat(restored.usable()).isTrue();
    }
}
