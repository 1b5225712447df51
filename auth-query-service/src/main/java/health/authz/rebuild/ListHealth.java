package health.authz.rebuild;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/** Down while only a part of the list is there; a first start waits for it, readiness does not. */
final class ListHealth extends AbstractHealthIndicator {
    private final ReadModel model;
    private final ListStates states;

    ListHealth(ReadModel model, ListStates states) {
        super("MongoDB does not answer");
        this.model = model;
        this.states = states;
    }

    @Override
    protected void doHealthCheck(Health.Builder health) {
        ListState state = states.now();
        if (state.isReady()) {
            health.up().withDetail("authorizations", model.authorizations().estimatedDocumentCount());
            return;
        }
        health.down()
                .withDetail(
                        "reason",
                        state.total() == 0
                                ? "Kafka has not told yet how much there is to read"
                                : "the list is being rebuilt from Kafka")
                .withDetail("done", state.done())
                .withDetail("total", state.total());
    }
}
