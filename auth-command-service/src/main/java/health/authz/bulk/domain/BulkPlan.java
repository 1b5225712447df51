package health.authz.bulk.domain;

import health.authz.authorization.domain.AddPolicies;
import health.authz.authorization.domain.RequestedValues;
import health.authz.authorization.domain.UsedRows;
import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.OperationId;
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

    /** Every row is made or none (rule B-23). */
    boolean allOrNothing();

    /** Rows that one target makes: a client as many as there are codes, an authorization one. */
    int rowsPerTarget();

    /**
     * Give every client the codes of a group, or each client the code of its row.
     *
     * @param groupId {@code null} where the rows name their codes and no group does
     * @param groupVersion version that was expanded; the group may have moved on since
     * @param selectionPayer payer that the selection's filter names (rule B-11)
     * @param byRows each target is one row: it names its code, and its own values go before all others (rule B-8)
     */
    record Add(
            Scope scope,
            @Nullable BillingCodeGroupId groupId,
            @Nullable Integer groupVersion,
            List<Member> members,
            RequestedValues values,
            Map<BillingCode, RequestedValues> perCode,
            @Nullable PayerId selectionPayer,
            AddPolicies policies,
            boolean byRows,
            boolean allOrNothing)
            implements BulkPlan {
        public Add(
                Scope scope,
                @Nullable BillingCodeGroupId groupId,
                @Nullable Integer groupVersion,
                List<Member> members,
                RequestedValues values,
                Map<BillingCode, RequestedValues> perCode,
                @Nullable PayerId selectionPayer,
                AddPolicies policies,
                boolean byRows) {
            this(scope, groupId, groupVersion, members, values, perCode, selectionPayer, policies, byRows, false);
        }

        public Add(
                Scope scope,
                BillingCodeGroupId groupId,
                int groupVersion,
                List<Member> members,
                RequestedValues values,
                Map<BillingCode, RequestedValues> perCode,
                @Nullable PayerId selectionPayer,
                AddPolicies policies) {
            this(scope, groupId, groupVersion, members, values, perCode, selectionPayer, policies, false);
        }

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
            return copy(other, byRows, allOrNothing);
        }

        private Add copy(Scope of, boolean rows, boolean whole) {
            return new Add(of, groupId, groupVersion, members, values, perCode, selectionPayer, policies, rows, whole);
        }

        public Add whole(boolean allOrNone) {
            return copy(scope, byRows, allOrNone);
        }

        /** The same of single rows, each a client with one code. */
        public Add ofRows() {
            return copy(scope, true, allOrNothing);
        }

        @Override
        public int rowsPerTarget() {
            return byRows ? 1 : members.size();
        }

        public RequestedValues forCode(BillingCode code) {
            return perCode.getOrDefault(code, RequestedValues.NOTHING);
        }

        /** What the group gives a code; nothing where no group names it. */
        public RequestedValues ofMember(BillingCode code) {
            return members.stream()
                    .filter(member -> member.code().equals(code))
                    .map(Member::values)
                    .findFirst()
                    .orElse(RequestedValues.NOTHING);
        }
    }

    /** One code of the group, with the values that the group gives it. */
    record Member(BillingCode code, RequestedValues values) {}

    /** Take back what an operation did to its rows. */
    record Revert(Scope scope, OperationId reverted, UsedRows usedRows) implements BulkPlan {
        @Override
        public BulkKind kind() {
            return BulkKind.REVERT;
        }

        @Override
        public Revert within(Scope other) {
            return new Revert(other, reverted, usedRows);
        }

        @Override
        public boolean allOrNothing() {
            return false;
        }

        @Override
        public int rowsPerTarget() {
            return 1;
        }
    }

    /**
     * Change the same fields of every listed authorization; a target's own patch goes before it, field by field.
     *
     * @param includeOpenEnded the end date goes to unmanaged authorizations without an end too (rule B-25)
     * @param rowsOverrideUnits the own patch of some target sets remaining units or the unmanaged flag
     */
    record Update(
            Scope scope,
            RequestedValues patch,
            boolean allOrNothing,
            boolean includeOpenEnded,
            boolean rowsOverrideUnits)
            implements BulkPlan {
        public Update(Scope scope, RequestedValues patch, boolean allOrNothing) {
            this(scope, patch, allOrNothing, false, false);
        }

        public Update(Scope scope, RequestedValues patch) {
            this(scope, patch, false);
        }

        @Override
        public BulkKind kind() {
            return BulkKind.UPDATE;
        }

        @Override
        public Update within(Scope other) {
            return new Update(other, patch, allOrNothing, includeOpenEnded, rowsOverrideUnits);
        }

        @Override
        public int rowsPerTarget() {
            return 1;
        }
    }
}
