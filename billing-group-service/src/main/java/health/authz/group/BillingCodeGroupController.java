package health.authz.group;

import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupDefined;
import health.authz.events.billinggroup.BillingGroupEvent.Member;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.ETags;
import health.authz.platform.web.Fields;
import health.authz.platform.web.Page;
import health.authz.platform.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Billing code groups over HTTP. */
@RestController
@RequestMapping("/api/v1/billing-code-groups")
class BillingCodeGroupController {
    private static final int NAME_MAX = 200;
    private static final int MEMBERS_MAX = 500;
    private final BillingCodeGroups groups;
    private final BillingCodes codes;
    private final Cursors cursors;

    BillingCodeGroupController(BillingCodeGroups groups, BillingCodes codes, Cursors cursors) {
        this.groups = groups;
        this.codes = codes;
        this.cursors = cursors;
    }

    /**
     * A group as answered.
     *
     * @param usable whether authorizations can be added from it; otherwise {@code unusableBecause} says why not
     */
    record Shape(
            UUID id,
            int version,
            String name,
            boolean active,
            List<MemberShape> codes,
            boolean usable,
            List<String> unusableBecause) {}

    /** A member as answered; {@code units} is what an authorization of it gets when nobody says otherwise. */
    record MemberShape(
            String code,
            @Nullable BigDecimal defaultUnits,
            @Nullable BigDecimal unitAlertLevel,
            String description,
            String unitLabel,
            @Nullable BigDecimal units,
            boolean unmanaged,
            boolean active) {}

    @GetMapping
    Page<Shape> list(Caller caller, HttpServletRequest request) {
        caller.require(Permission.BILLING_READ);
        ListQuery query = ListQuery.of("billing-code-groups", request, cursors);
        List<BillingCodeGroupDefined> found = groups.list(caller.tenant(), query);
        Map<BillingCode, BillingCodeDefined> known = members(caller.tenant(), found);
        return query.page(
                found,
                groups.count(caller.tenant(), query),
                group -> shape(group, known),
                BillingCodeGroupDefined::name,
                cursors);
    }

    @PostMapping
    ResponseEntity<Shape> make(Caller caller, @RequestBody JsonNode body) {
        caller.require(Permission.BILLING_WRITE);
        BillingCodeGroupDefined made =
                groups.make(caller, new BillingCodeGroupId(UUID.randomUUID()), read(Fields.of(body)));
        return ResponseEntity.created(URI.create("/api/v1/billing-code-groups/" + made.groupId()))
                .eTag(ETags.of(made.version()))
                .body(shape(made));
    }

    @GetMapping("/{id}")
    ResponseEntity<Shape> one(Caller caller, @PathVariable("id") UUID id) {
        caller.require(Permission.BILLING_READ);
        return answer(groups.find(caller.tenant(), new BillingCodeGroupId(id)).orElseThrow(Problems::notFound));
    }

    @PutMapping("/{id}")
    ResponseEntity<Shape> replace(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body) {
        caller.require(Permission.BILLING_WRITE);
        return answer(groups.replace(caller, new BillingCodeGroupId(id), read(Fields.of(body)), ifMatch));
    }

    @PostMapping("/{id}/add-all")
    ResponseEntity<Shape> addAll(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        caller.require(Permission.BILLING_WRITE);
        return answer(groups.addAll(caller, new BillingCodeGroupId(id), ifMatch));
    }

    @PostMapping("/{id}/remove-all")
    ResponseEntity<Shape> removeAll(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        caller.require(Permission.BILLING_WRITE);
        return answer(groups.removeAll(caller, new BillingCodeGroupId(id), ifMatch));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(
            Caller caller,
            @PathVariable("id") UUID id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        caller.require(Permission.BILLING_WRITE);
        groups.remove(caller, new BillingCodeGroupId(id), ifMatch);
    }

    private static BillingCodeGroups.Wanted read(Fields fields) {
        String name = fields.requiredText("name", NAME_MAX);
        boolean active = fields.flag("active").orElse(true);
        List<Member> members = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Fields each : fields.objects("codes", MEMBERS_MAX)) {
            String code = each.requiredText("code", 50);
            if (!code.isEmpty() && !seen.add(code)) {
                each.wrong("code", "stands twice in the group; keep one");
            }
            Units units = each.units("defaultUnits").orElse(null);
            Units level = each.units("unitAlertLevel").orElse(null);
            if (!code.isEmpty()) {
                members.add(new Member(new BillingCode(code), units, level));
            }
        }
        fields.done();
        return new BillingCodeGroups.Wanted(name, active, members);
    }

    private ResponseEntity<Shape> answer(BillingCodeGroupDefined group) {
        return ResponseEntity.ok().eTag(ETags.of(group.version())).body(shape(group));
    }

    private Shape shape(BillingCodeGroupDefined group) {
        return shape(group, members(group.tenantId(), List.of(group)));
    }

    /** The codes of all these groups, in one query. */
    private Map<BillingCode, BillingCodeDefined> members(TenantId tenant, List<BillingCodeGroupDefined> groups) {
        return codes.findAll(
                tenant,
                groups.stream()
                        .flatMap(group -> group.members().stream())
                        .map(Member::code)
                        .distinct()
                        .toList());
    }

    private static Shape shape(BillingCodeGroupDefined group, Map<BillingCode, BillingCodeDefined> known) {
        List<MemberShape> members = new ArrayList<>();
        List<String> because = new ArrayList<>();
        if (!group.active()) {
            because.add("The group is inactive.");
        }
        if (group.members().isEmpty()) {
            because.add("The group has no codes.");
        }
        for (Member member : group.members()) {
            BillingCodeDefined code = known.get(member.code());
            Units units = member.defaultUnits() != null || code == null ? member.defaultUnits() : code.defaultUnits();
            if (units == null && (code == null || !code.unmanaged())) {
                because.add(member.code() + " has no default units.");
            }
            if (code == null || !code.active()) {
                because.add(member.code() + " is inactive.");
            }
            members.add(new MemberShape(
                    member.code().value(),
                    number(member.defaultUnits()),
                    number(member.unitAlertLevel()),
                    code == null ? "" : code.description(),
                    code == null ? "" : code.unitLabel(),
                    number(units),
                    code != null && code.unmanaged(),
                    code != null && code.active()));
        }
        return new Shape(
                group.groupId().value(),
                group.version(),
                group.name(),
                group.active(),
                members,
                because.isEmpty(),
                because);
    }

    private static @Nullable BigDecimal number(@Nullable Units units) {
        return units == null ? null : units.value();
    }
}
