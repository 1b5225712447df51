package health.authz.group;

import health.authz.events.BillingCode;
import health.authz.events.TenantId;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeDefined;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** Everything one may ask of a billing code. */
sealed interface BillingCodeCommand {
    @TargetAggregateIdentifier
    String stream();

    /** Makes the code, or replaces all its facts. */
    record DefineBillingCode(BillingCodeDefined facts) implements BillingCodeCommand {
        @Override
        @TargetAggregateIdentifier
        public String stream() {
            return streamOf(facts.tenantId(), facts.code());
        }
    }

    /** Removes the code. */
    record RemoveBillingCode(TenantId tenant, BillingCode code) implements BillingCodeCommand {
        @Override
        @TargetAggregateIdentifier
        public String stream() {
            return streamOf(tenant, code);
        }
    }

    private static String streamOf(TenantId tenant, BillingCode code) {
        return "billing-code/" + tenant + "/" + code;
    }
}
