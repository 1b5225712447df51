package health.authz.bulk.application;

import health.authz.authorization.application.SoonKnown;
import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.CodeFacts;
import health.authz.authorization.domain.RequestedValues;
import health.authz.bulk.domain.BulkPlan;
import health.authz.codecopy.CodeCopies;
import health.authz.codecopy.GroupCopy;
import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import health.authz.events.billinggroup.BillingGroupEvent.Member;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.ProblemException.FieldError;
import health.authz.platform.web.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a group's newest known version into the codes of an add, or says why it cannot be used. */
public class GroupExpansion {
    private static final String FIELD = "billingCodeGroupId";
    private final CodeCopies codes;

    GroupExpansion(CodeCopies codes) {
        this.codes = codes;
    }

    /** A version and its members, ready to be added, with the values given for some, by the members' own codes. */
    public record Expanded(int version, List<BulkPlan.Member> members, Map<BillingCode, RequestedValues> perCode) {}

    /**
     * What was defined a moment ago elsewhere may not be known here yet: waits up to 2 s for it.
     *
     * @param forAll values given for the whole group, which may supply the units that a code lacks
     * @param perCode values given for single codes
     * @throws ProblemException 409 if the group or a member's code is not known here, 422 if the group cannot be used
     */
    public Expanded expand(
            TenantId tenant, BillingCodeGroupId id, RequestedValues forAll, Map<BillingCode, RequestedValues> perCode) {
        Known known = SoonKnown.await(() -> known(tenant, id))
                .orElseThrow(() -> Problems.conflict(
                        "not-yet-known-here",
                        FIELD + ": the group " + id
                                + " or one of its codes is not known here yet; try again in a moment."));
        return usable(known.group(), known.codes(), forAll, perCode);
    }

    private record Known(GroupCopy group, Map<BillingCode, CodeFacts> codes) {}

    private Optional<Known> known(TenantId tenant, BillingCodeGroupId id) {
        return codes.newest(tenant, id)
                .map(group -> new Known(
                        group,
                        codes.of(
                                tenant,
                                group.members().stream().map(Member::code).toList())))
                .filter(all -> all.codes().size() == all.group().members().size());
    }

    private static Expanded usable(
            GroupCopy group,
            Map<BillingCode, CodeFacts> known,
            RequestedValues forAll,
            Map<BillingCode, RequestedValues> named) {
        if (group.removed()) {
            throw refused("unknown-group", "The group was removed; choose another.");
        }
        if (!group.active()) {
            throw refused("inactive-group", "The group is inactive; make it active or choose another.");
        }
        if (group.members().isEmpty()) {
            throw refused("empty-group", "The group has no codes; put some in or choose another.");
        }
        List<BillingCode> members = group.members().stream().map(Member::code).toList();
        Map<BillingCode, RequestedValues> perCode = perCode(named, members);
        List<BillingCode> noUnits = new ArrayList<>();
        List<BulkPlan.Member> expanded = new ArrayList<>();
        for (Member member : group.members()) {
            CodeFacts code = known.get(member.code());
            RequestedValues asked =
                    perCode.getOrDefault(member.code(), RequestedValues.NOTHING).over(forAll);
            boolean unmanaged = Boolean.TRUE.equals(asked.unmanaged().appliedTo(code != null && code.unmanaged()));
            boolean hasUnits = member.defaultUnits() != null || (code != null && code.defaultUnits() != null);
            if (!hasUnits && !unmanaged && !asked.allottedUnits().isSet()) {
                noUnits.add(member.code());
            }
            expanded.add(new BulkPlan.Member(member.code(), values(member)));
        }
        if (!noUnits.isEmpty()) {
            throw refused(
                    "no-units",
                    "These codes have no default units, and none were given: " + noUnits
                            + "; give allottedUnits, or set their default units.");
        }
        return new Expanded(group.version(), expanded, perCode);
    }

    private static Map<BillingCode, RequestedValues> perCode(
            Map<BillingCode, RequestedValues> named, List<BillingCode> members) {
        Map<BillingCode, RequestedValues> perCode = new LinkedHashMap<>();
        named.forEach((name, values) -> {
            BillingCode code = BillingCode.named(name.value(), members)
                    .orElseThrow(() -> Problems.refused(
                            "code-not-in-group",
                            "Code " + name + " is not in the group; leave it out or put it into the group.",
                            new FieldError("perCode." + name, "is no code of the group")));
            if (perCode.put(code, values) != null) {
                throw Problems.invalid("perCode." + name, "is another name of " + code + "; give its values once");
            }
        });
        return perCode;
    }

    private static RequestedValues values(Member member) {
        RequestedValues nothing = RequestedValues.NOTHING;
        return new RequestedValues(
                nothing.authorizationNumber(),
                nothing.payerReference(),
                nothing.payerId(),
                nothing.startDate(),
                nothing.endDate(),
                change(member.defaultUnits()),
                nothing.remainingUnits(),
                change(member.unitAlertLevel()),
                nothing.expirationAlertDays(),
                nothing.unmanaged());
    }

    private static Change<Units> change(@Nullable Units units) {
        return units == null ? Change.keep() : Change.set(units);
    }

    private static ProblemException refused(String slug, String detail) {
        return Problems.refused(slug, detail, new FieldError(FIELD, detail));
    }
}
