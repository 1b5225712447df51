package health.authz.authorizationlist.projection;

import health.authz.events.DomainEvent;
import health.authz.platform.consuming.Received;
import health.authz.platform.consuming.RecordRejected;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record whose event was read before its turn; what is wrong with it is told when its turn comes. */
final class ReadAhead {
    private final Received record;
    private final @Nullable DomainEvent event;
    private final @Nullable RecordRejected rejected;

    private ReadAhead(Received record, @Nullable DomainEvent event, @Nullable RecordRejected rejected) {
        this.record = record;
        this.event = event;
        this.rejected = rejected;
    }

    /** In their order, read by as many threads as there are processors: half of the work of a batch is reading JSON. */
    static List<ReadAhead> of(List<Received> batch) {
        return batch.parallelStream().map(ReadAhead::of).toList();
    }

    private static ReadAhead of(Received record) {
        try {
            return new ReadAhead(record, record.event(), null);
        } catch (RecordRejected unreadable) {
            return new ReadAhead(record, null, unreadable);
        }
    }

    Received record() {
        return record;
    }

    /** @throws RecordRejected if the value is no event of its type, or the type is not known here */
    DomainEvent event() {
        if (event == null) {
            throw Objects.requireNonNull(rejected, "neither read nor rejected");
        }
        return event;
    }
}
