package health.authz.codecopy;

import health.authz.events.BillingCodeGroupId;
import health.authz.events.billinggroup.BillingGroupEvent.Member;
import java.util.List;

/**
 * One version of a billing code group.
 *
 * @param removed it was deleted; what was made from it stays
 */
public record GroupCopy(BillingCodeGroupId id, int version, boolean active, boolean removed, List<Member> members) {
    public GroupCopy {
        members = List.copyOf(members);
    }
}
