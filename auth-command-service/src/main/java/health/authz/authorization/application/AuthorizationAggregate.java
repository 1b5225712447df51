package health.authz.authorization.application;

import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Authorization;
import health.authz.authorization.domain.AuthorizationDecisions;
import health.authz.authorization.domain.Decision.Accepted;
import health.authz.authorization.domain.Decision.Rejected;
import health.authz.authorization.domain.Decision.Skipped;
import health.authz.authorization.domain.ExistingWindow;
import health.authz.events.authorization.AuthorizationEvent;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.AggregateRoot;
import org.jspecify.annotations.Nullable;

/** The shell that Axon loads, asks and stores; it decides nothing itself. */
@AggregateRoot(type = AuthorizationStream.TYPE)
class AuthorizationAggregate {
    @AggregateIdentifier
    private @Nullable String id;

    private Authorization state = Authorization.NOT_ADDED;

    @CommandHandler
    Outcome handle(
            AuthorizationTarget target,
            MetaData metadata,
            AuthorizationWindows windows,
            AuthorizationSnapshots snapshots,
            AuthorizationComments comments) {
        Added was = AuthorizationStream.added(state);
        ExistingWindow before = ExistingWindow.of(was);
        Accepted accepted =
                switch (AuthorizationDecisions.decide(state, target.command())) {
                    case Accepted yes -> yes;
                    case Rejected no -> throw new CommandRejected(no.why());
                    case Skipped skipped -> throw new IllegalStateException("only adds are skipped");
                };
        accepted.events().forEach(event -> AggregateLifecycle.apply(event, metadata));
        Added after = AuthorizationStream.added(state);
        ExistingWindow window = ExistingWindow.of(after);
        if (!window.equals(before)) {
            windows.record(after.identity().tenant(), List.of(window));
        }
        if (AuthorizationStream.isSnapshotDue(was, after)) {
            snapshots.keep(List.of(after));
        }
        if (target.comment() != null && !accepted.unchanged()) {
            comments.record(after, String.valueOf(metadata.get("actor")), target.comment());
        }
        return new Outcome(after, !accepted.unchanged(), accepted.warnings());
    }

    @EventSourcingHandler
    void on(AuthorizationEvent event, @SequenceNumber long seq) {
        id = event.authorizationId().toString();
        state = state.evolve(event, seq);
    }
}
