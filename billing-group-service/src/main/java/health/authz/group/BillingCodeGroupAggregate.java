package health.authz.group;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupRemoved;
import health.authz.group.BillingCodeGroupCommand.DefineBillingCodeGroup;
import health.authz.group.BillingCodeGroupCommand.RemoveBillingCodeGroup;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * A billing code group's life: each change is a version of its own, since a bulk add records the version that it expanded.
 * What is already so is no version.
 */
class BillingCodeGroupAggregate {
    @AggregateIdentifier
    private @Nullable String stream;

    private int version;
    private @Nullable BillingCodeGroupDefined current;

    BillingCodeGroupAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(DefineBillingCodeGroup command) {
        BillingCodeGroupDefined asked = new BillingCodeGroupDefined(
                command.tenant(), command.id(), version + 1, command.name(), command.active(), command.members());
        if (current == null || !sameFacts(current, asked)) {
            apply(asked);
        }
    }

    @CommandHandler
    void handle(RemoveBillingCodeGroup command) {
        if (current != null) {
            apply(new BillingCodeGroupRemoved(command.tenant(), command.id(), version + 1));
        }
    }

    private static boolean sameFacts(BillingCodeGroupDefined one, BillingCodeGroupDefined other) {
        return one.name().equals(other.name())
                && one.active() == other.active()
                && one.members().equals(other.members());
    }

    @EventSourcingHandler
    void on(BillingCodeGroupDefined event) {
        stream = "billing-code-group/" + event.groupId();
        version = event.version();
        current = event;
    }

    @EventSourcingHandler
    void on(BillingCodeGroupRemoved event) {
        version = event.version();
        current = null;
    }
}
