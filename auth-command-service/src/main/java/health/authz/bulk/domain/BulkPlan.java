package health.authz.bulk.domain;

import health.authz.authorization.domain.AddPolicies;
import health.authz.authorization.domain.RequestedValues;
import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.PayerId;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is asked of every row of a bulk change. */
public sealed interface BulkPlan {
    Scope scope();

    BulkKind kind();

    /** The same, asked under another token. */
    BulkPlan within(Scope scope);

    /** Rows that one target makes: a client as many as there are codes, an authorization one. */
    int rowsPerTarget();

    /**
     * Give every client the codes of a group.
     *
     * @param groupVersion version that was expanded; the group may have moved on since
     * @param selectionPayer payer that the selection's filter names (rule B-11)
     */
    record Add(
            Scope scope,
            BillingCodeGroupId groupId,
            int groupVersion,
            List<Member> members,
            RequestedValues values,
            Map<BillingCode, RequestedValues> perCode,
            @Nullable PayerId selectionPayer,
            AddPolicies policies)
            implements BulkPlan {
        public Add {
            members = List.copyOf(members);
            perCode = Map.copyOf(perCode);
        }

        @Override
        public BulkKind kind() {
            return BulkKind.ADD;
        }

        @Override
        public Add within(Scope other) {
            return new Add(other, groupId, groupVersion, members, values, perCode, selectionPayer, policies);
        }

        @Override
        public int rowsPerTarget() {
            return members.size();
        }

        public RequestedValues forCode(BillingCode code) {
            return perCode.getOrDefault(code, RequestedValues.NOTHING);
        }
    }

    /** One code of the group, with the values that the group gives it. */
    record Member(BillingCode code, RequestedValues values) {}

    /** Change the same fields of every listed authorization. */
    record Update(Scope scope, RequestedValues patch) implements BulkPlan {
        @Override
        public BulkKind kind() {
            return BulkKind.UPDATE;
        }

        @Override
        public Update within(Scope other) {
            return new Update(other, patch);
        }

        @Override
        public int rowsPerTarget() {
            return 1;
        }
    }
}
