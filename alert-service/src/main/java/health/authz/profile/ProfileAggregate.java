package health.authz.profile;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import health.authz.events.profile.ProfileEvent.ProfileDefined;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** A profile; what is already so writes nothing. */
public class ProfileAggregate {
    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable ProfileDefined profile;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(DefineProfile command) {
        if (!command.profile().equals(profile)) {
            apply(command.profile());
        }
    }

    @EventSourcingHandler
    void on(ProfileDefined defined) {
        id = DefineProfile.id(defined.tenantId(), defined.profileId());
        profile = defined;
    }
}
