package health.authz.group;

import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import health.authz.events.billinggroup.BillingGroupEvent.AuthDecrementAction;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeType;
import health.authz.events.billinggroup.BillingGroupEvent.Member;
import java.util.List;
import java.util.UUID;

/** One organisation, one code, one group. */
final class BillingFixtures {
    static final TenantId TENANT = new TenantId("abc-therapeutic");
    static final BillingCode ASSESSMENT = new BillingCode("H0031");
    static final BillingCodeGroupId GROUP =
            new BillingCodeGroupId(UUID.fromString("00000000-0000-0000-0000-0000000000a1"));
    static final Member MEMBER = new Member(ASSESSMENT, Units.units("4"), Units.units("1"));

    private BillingFixtures() {}

    static BillingCodeDefined assessment(String units) {
        return new BillingCodeDefined(
                TENANT,
                ASSESSMENT,
                "Assessment",
                BillingCodeType.HCPCS,
                "visit",
                Units.units(units),
                AuthDecrementAction.PER_NOTE,
                false,
                true);
    }

    static BillingCodeGroupDefined starter(int version, String name, Member... members) {
        return new BillingCodeGroupDefined(TENANT, GROUP, version, name, true, List.of(members));
    }
}
