package health.authz.events.billinggroup;

import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.DomainEvent;
import health.authz.events.TenantId;
import health.authz.events.Units;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can have happened to billing codes and billing code groups. */
public sealed interface BillingGroupEvent extends DomainEvent {
    TenantId tenantId();

    /**
     * A billing code was made or replaced; these are all its facts.
     *
     * @param description the organisation's own short label
     * @param unitLabel what one unit is, for example {@code 15 min}
     * @param defaultUnits allotted when nobody says otherwise; {@code null} = none
     * @param unmanaged authorizations of it do not count down unless said otherwise
     */
    record BillingCodeDefined(
            TenantId tenantId,
            BillingCode code,
            String description,
            BillingCodeType type,
            String unitLabel,
            @Nullable Units defaultUnits,
            AuthDecrementAction authDecrementAction,
            boolean unmanaged,
            boolean active)
            implements BillingGroupEvent {}

    /** A billing code was removed; authorizations of it stay. */
    record BillingCodeRemoved(TenantId tenantId, BillingCode code) implements BillingGroupEvent {}

    /**
     * A billing code group was made or replaced; these are all its members.
     *
     * @param version 1 for the first, one more with each change
     */
    record BillingCodeGroupDefined(
            TenantId tenantId,
            BillingCodeGroupId groupId,
            int version,
            String name,
            boolean active,
            List<Member> members)
            implements BillingGroupEvent {}

    /** A billing code group was removed; authorizations made from it stay. */
    record BillingCodeGroupRemoved(TenantId tenantId, BillingCodeGroupId groupId, int version)
            implements BillingGroupEvent {}

    /** One code of a group; its own values beat the code's. {@code null} = the code's. */
    record Member(
            BillingCode code,
            @Nullable Units defaultUnits,
            @Nullable Units unitAlertLevel) {}

    /** The family a code belongs to; decides which format is accepted. */
    enum BillingCodeType {
        CPT,
        CPT_ADD_ON,
        EM,
        UB04_ADD_ON,
        HCPCS,
        INTERNAL
    }

    /** How notes of a code use units up. */
    enum AuthDecrementAction {
        PER_UNIT_BILLED,
        PER_NOTE,
        PER_DAY,
        PER_WEEK,
        PER_MONTH,
        NONE
    }
}
