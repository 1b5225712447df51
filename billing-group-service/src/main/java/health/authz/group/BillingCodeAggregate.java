package health.authz.group;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeRemoved;
import health.authz.group.BillingCodeCommand.DefineBillingCode;
import health.authz.group.BillingCodeCommand.RemoveBillingCode;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/** A billing code's life: defined, defined anew, removed, perhaps defined again. What is already so is no event. */
class BillingCodeAggregate {
    @AggregateIdentifier
    private @Nullable String stream;

    private @Nullable BillingCodeDefined current;

    BillingCodeAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(DefineBillingCode command) {
        if (!command.facts().equals(current)) {
            apply(command.facts());
        }
    }

    @CommandHandler
    void handle(RemoveBillingCode command) {
        if (current != null) {
            apply(new BillingCodeRemoved(command.tenant(), command.code()));
        }
    }

    @EventSourcingHandler
    void on(BillingCodeDefined event) {
        stream = new DefineBillingCode(event).stream();
        current = event;
    }

    @EventSourcingHandler
    void on(BillingCodeRemoved event) {
        current = null;
    }
}
