package health.authz.bulk.application;

import health.authz.bulk.domain.OperationEnd;
import health.authz.bulk.domain.RowOutcome;
import health.authz.bulk.domain.Target;
import health.authz.events.OperationId;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The rows that an operation added or changed, and older ones that ended for them, from its own results, a chunk at a time; each
 * once, also where a window of the operation ended another of its windows. The rows of a client stand together.
 */
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
        OfOneClient told = new OfOneClient(each);
        results.each(operation, Set.of(RowOutcome.ADDED, RowOutcome.CHANGED), null, row -> {
            told.begin(row.clientId());
            told.tell(
                    Objects.requireNonNull(row.authorizationId()),
                    row.seq() == null ? Target.UNSEEN : row.seq().longValue());
            if (row.ended() != null) {
                row.ended().forEach(older -> told.tell(older, Target.UNSEEN));
            }
        });
    }

    /** Which authorizations of the client in turn were told. */
    private static final class OfOneClient {
        private final Consumer<Target> each;
        private final Set<JsonNode> told = new HashSet<>();
        private @Nullable JsonNode client;

        OfOneClient(Consumer<Target> each) {
            this.each = each;
        }

        void begin(@Nullable JsonNode next) {
            if (!Objects.equals(client, next)) {
                client = next;
                told.clear();
            }
        }

        void tell(JsonNode authorization, long seq) {
            if (told.add(authorization)) {
                each.accept(new Target(authorization.stringValue(), seq));
            }
        }
    }
}
