package health.authz.bulk.application;

import health.authz.bulk.domain.OperationEnd;
import health.authz.bulk.domain.RowOutcome;
import health.authz.bulk.domain.Target;
import health.authz.events.OperationId;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The rows that an operation added or changed, and older ones that ended for them, from its own results, a chunk at a time. */
final class RevertTargets implements TargetLines {
    private final Operations operations;
    private final BulkResults results;
    private final UUID operation;

    RevertTargets(Operations operations, BulkResults results, UUID operation) {
        this.operations = operations;
        this.results = results;
        this.operation = operation;
    }

    @Override
    public void read(LongConsumer atLeast, Consumer<Target> each) {
        atLeast.accept(OperationEnd.succeeded(operations.counts(new OperationId(operation))));
        results.each(operation, Set.of(RowOutcome.ADDED, RowOutcome.CHANGED), row -> {
            if (row.outcome() == RowOutcome.ADDED || row.outcome() == RowOutcome.CHANGED) {
                each.accept(new Target(
                        Objects.requireNonNull(row.authorizationId()).stringValue(),
                        row.seq() == null ? Target.UNSEEN : row.seq().longValue()));
                if (row.ended() != null) {
                    row.ended().forEach(older -> each.accept(new Target(older.stringValue(), Target.UNSEEN)));
                }
            }
        });
    }
}
