package health.authz.group;

import health.authz.events.BillingCodeGroupId;
import health.authz.events.TenantId;
import health.authz.events.billinggroup.BillingGroupEvent.Member;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Everything one may ask of a billing code group. */
sealed interface BillingCodeGroupCommand {
    @TargetAggregateIdentifier
    String stream();

    /** Makes the group, or replaces all its facts. */
    record DefineBillingCodeGroup(
            TenantId tenant, BillingCodeGroupId id, String name, boolean active, List<Member> members)
            implements BillingCodeGroupCommand {
        @Override
        @TargetAggregateIdentifier
        public String stream() {
            return "billing-code-group/" + id;
        }
    }

    /** Removes the group. */
    record RemoveBillingCodeGroup(TenantId tenant, BillingCodeGroupId id) implements BillingCodeGroupCommand {
        @Override
        @TargetAggregateIdentifier
        public String stream() {
            return "billing-code-group/" + id;
        }
    }
}
