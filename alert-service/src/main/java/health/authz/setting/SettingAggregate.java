package health.authz.setting;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import health.authz.events.profile.ProfileEvent.SettingChanged;
import java.util.Objects;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** One setting of one organisation; what is already so writes nothing. */
public class SettingAggregate {
    @AggregateIdentifier
    private @Nullable String id;

    private @Nullable String value;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ChangeSetting command) {
        if (!Objects.equals(command.change().value(), value)) {
            apply(command.change());
        }
    }

    @EventSourcingHandler
    void on(SettingChanged changed) {
        id = ChangeSetting.id(changed.tenantId(), changed.key());
        value = changed.value();
    }
}
