package health.authz.bulk.application;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.application.Snapshots;
import health.authz.authorization.domain.RequestedValues;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.Target;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.platform.security.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.support.TransactionTemplate;

/** A store that goes away while a selection is frozen. */
class PreviewFailureTest {
    private static final UUID PREVIEW = new UUID(1, 2);
    private static final Caller ANNA = new Caller(
            new TenantId("t-1"),
            new UserId("anna"),
            Set.of(),
            Caller.DivisionScope.ALL,
            Caller.ClientScope.ALL,
            "token");

    private final ModelSchedule schedule = new ModelSchedule(new Random(1));
    private final ModelStore store = new ModelStore(schedule, false);
    private final BulkModel.MovingClock clock = new BulkModel.MovingClock();
    private final AwayPreviews previews = new AwayPreviews();

    private final class AwayPreviews extends MemoryPreviews {
        private boolean away = true;

        AwayPreviews() {
            super(store, Fault.NONE, (chunk, items) -> {});
        }

        @Override
        public void frozen(UUID id, String digest, Instant now) {
            throw new DataAccessResourceFailureException("away");
        }

        @Override
        public void failed(UUID id, String problem) {
            if (away) {
                throw new DataAccessResourceFailureException("away");
            }
            super.failed(id, problem);
        }
    }

    private BulkPreviewer previewer() {
        MemoryFacts facts = new MemoryFacts(store, Fault.NONE);
        return new BulkPreviewer(
                previews,
                new ChunkDecider(
                        facts,
                        facts,
                        facts,
                        facts,
                        new MemoryStreams(store, Fault.NONE),
                        Snapshots.NONE,
                        BulkModel.IDS,
                        clock),
                (asked, atLeast, each) -> each.accept(new Target(new UUID(3, 4).toString(), 0)),
                (candidates, token) -> Optional.empty(),
                tenant -> 10,
                5,
                new TransactionTemplate(store),
                Runnable::run,
                new BulkSignal(),
                UUID::randomUUID,
                clock);
    }

    private void act(Runnable work) {
        schedule.start(1, work);
        while (schedule.step()) {}
    }

    @Test
    void who_waits_is_told_at_once_and_the_preview_is_given_up_when_the_store_is_back() {
        AtomicReference<CompletableFuture<Boolean>> answer = new AtomicReference<>();
        BulkPlan plan = new BulkPlan.Update(BulkOperations.scope(ANNA), RequestedValues.NOTHING);
        BulkPreviewer previewer = previewer();

        act(() -> answer.set(previewer.begin(PREVIEW, ANNA, plan, "", null)));

        assertThat(answer.get()).isCompletedExceptionally();
        assertThat(previews.preview(PREVIEW).state()).isEqualTo(Preview.State.PREPARING);

        previews.away = false;
        clock.move(Duration.ofMinutes(3));
        act(previewer::giveUpAbandoned);

        assertThat(previews.preview(PREVIEW).state()).isEqualTo(Preview.State.FAILED);
    }
}
