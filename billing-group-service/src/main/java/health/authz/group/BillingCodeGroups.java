package health.authz.group;

import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.TenantId;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupDefined;
import health.authz.events.billinggroup.BillingGroupEvent.Member;
import health.authz.group.BillingCodeGroupCommand.DefineBillingCodeGroup;
import health.authz.group.BillingCodeGroupCommand.RemoveBillingCodeGroup;
import health.authz.platform.eventstore.Commands;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ETags;
import health.authz.platform.web.ProblemException.FieldError;
import health.authz.platform.web.Problems;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The billing code groups of an organisation: changed by commands, looked up in tables written with the events. */
class BillingCodeGroups {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Commands commands;
    private final BillingCodes codes;

    BillingCodeGroups(JdbcTemplate jdbc, TransactionTemplate transaction, Commands commands, BillingCodes codes) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.commands = commands;
        this.codes = codes;
    }

    /** What a group is to be. */
    record Wanted(String name, boolean active, List<Member> members) {}

    /** @throws health.authz.platform.web.ProblemException 409 if the name is taken, 422 if a code is unknown */
    BillingCodeGroupDefined make(Caller caller, BillingCodeGroupId id, Wanted wanted) {
        return inTransaction(() -> save(caller, id, wanted));
    }

    /** @throws health.authz.platform.web.ProblemException 404, 412, 428, 409 if the name is taken, 422 if a code is unknown */
    BillingCodeGroupDefined replace(Caller caller, BillingCodeGroupId id, Wanted wanted, @Nullable String ifMatch) {
        return inTransaction(() -> {
            locked(caller.tenant(), id, ifMatch);
            return save(caller, id, wanted);
        });
    }

    /** Gives the group every active code that it does not have. */
    BillingCodeGroupDefined addAll(Caller caller, BillingCodeGroupId id, @Nullable String ifMatch) {
        return inTransaction(() -> {
            BillingCodeGroupDefined group = locked(caller.tenant(), id, ifMatch);
            Set<BillingCode> present = new HashSet<>();
            group.members().forEach(member -> present.add(member.code()));
            List<Member> members = new java.util.ArrayList<>(group.members());
            codes.active(caller.tenant()).stream()
                    .filter(code -> !present.contains(code))
                    .forEach(code -> members.add(new Member(code, null, null)));
            return save(caller, id, new Wanted(group.name(), group.active(), members));
        });
    }

    /** Takes every code out of the group. */
    BillingCodeGroupDefined removeAll(Caller caller, BillingCodeGroupId id, @Nullable String ifMatch) {
        return inTransaction(() -> {
            BillingCodeGroupDefined group = locked(caller.tenant(), id, ifMatch);
            return save(caller, id, new Wanted(group.name(), group.active(), List.of()));
        });
    }

    void remove(Caller caller, BillingCodeGroupId id, @Nullable String ifMatch) {
        inTransaction(() -> {
            BillingCodeGroupDefined group = locked(caller.tenant(), id, ifMatch);
            commands.sendOnce(new RemoveBillingCodeGroup(caller.tenant(), id), EventMetadata.of(caller));
            jdbc.update(
                    "delete from billing_code_group where tenant = ? and id = ?",
                    caller.tenant().value(),
                    id.value());
            return group;
        });
    }

    private BillingCodeGroupDefined inTransaction(java.util.function.Supplier<BillingCodeGroupDefined> work) {
        try {
            return java.util.Objects.requireNonNull(transaction.execute(status -> work.get()));
        } catch (DuplicateKeyException taken) {
            throw Problems.conflict(
                    "group-name-taken",
                    "name: another billing code group has this name; upper and lower case do not tell names apart.");
        }
    }

    private BillingCodeGroupDefined locked(TenantId tenant, BillingCodeGroupId id, @Nullable String ifMatch) {
        BillingCodeGroupDefined group = find(tenant, id, " for update").orElseThrow(Problems::notFound);
        ETags.require(ifMatch, group.version());
        return group;
    }

    private BillingCodeGroupDefined save(Caller caller, BillingCodeGroupId id, Wanted asked) {
        TenantId tenant = caller.tenant();
        Map<BillingCode, BillingCode> known =
                codes.keep(tenant, asked.members().stream().map(Member::code).toList());
        asked.members().stream()
                .filter(member -> !known.containsKey(member.code()))
                .findFirst()
                .ifPresent(unknown -> {
                    throw Problems.refused(
                            "unknown-billing-code",
                            unknown.code()
                                    + " is no billing code of this organisation. Make it first: PUT /billing-codes/{code}.",
                            new FieldError("codes", unknown.code() + " is unknown"));
                });
        Wanted wanted = asDefined(asked, known);
        Optional<BillingCodeGroupDefined> before = find(tenant, id, "");
        BillingCodeGroupDefined next = new BillingCodeGroupDefined(
                tenant,
                id,
                before.map(group -> group.version() + 1).orElse(1),
                wanted.name(),
                wanted.active(),
                wanted.members());
        if (before.isPresent() && sameFacts(before.get(), next)) {
            return before.get();
        }
        jdbc.update(
                """
                insert into billing_code_group (tenant, id, version, name, active, event) values (?, ?, ?, ?, ?, ?)
                on conflict (tenant, id) do update set version = excluded.version, name = excluded.name,
                       active = excluded.active, event = excluded.event""",
                tenant.value(),
                id.value(),
                next.version(),
                next.name(),
                next.active(),
                Json.mapper().writeValueAsString(next));
        jdbc.update(
                "delete from billing_code_group_member where tenant = ? and group_id = ?", tenant.value(), id.value());
        jdbc.batchUpdate(
                "insert into billing_code_group_member (tenant, group_id, code) values (?, ?, ?)",
                wanted.members(),
                500,
                (row, member) -> {
                    row.setString(1, tenant.value());
                    row.setObject(2, id.value());
                    row.setString(3, member.code().value());
                });
        commands.sendOnce(
                new DefineBillingCodeGroup(tenant, id, wanted.name(), wanted.active(), wanted.members()),
                EventMetadata.of(caller));
        return next;
    }

    /** Two names of one code are the code twice. */
    private static Wanted asDefined(Wanted asked, Map<BillingCode, BillingCode> known) {
        List<Member> members = new ArrayList<>(asked.members().size());
        List<FieldError> twice = new ArrayList<>();
        Set<BillingCode> seen = new HashSet<>();
        for (Member member : asked.members()) {
            BillingCode code = Objects.requireNonNull(known.get(member.code()));
            if (!seen.add(code)) {
                twice.add(new FieldError(
                        "codes[" + members.size() + "].code",
                        "names " + code + ", which stands in the group already; keep one"));
            }
            members.add(new Member(code, member.defaultUnits(), member.unitAlertLevel()));
        }
        if (!twice.isEmpty()) {
            throw Problems.invalid(twice);
        }
        return new Wanted(asked.name(), asked.active(), members);
    }

    private static boolean sameFacts(BillingCodeGroupDefined one, BillingCodeGroupDefined other) {
        return one.name().equals(other.name())
                && one.active() == other.active()
                && one.members().equals(other.members());
    }

    Optional<BillingCodeGroupDefined> find(TenantId tenant, BillingCodeGroupId id) {
        return find(tenant, id, "");
    }

    private Optional<BillingCodeGroupDefined> find(TenantId tenant, BillingCodeGroupId id, String lock) {
        return jdbc
                .query(
                        "select event from billing_code_group where tenant = ? and id = ?" + lock,
                        (row, n) -> group(row.getString(1)),
                        tenant.value(),
                        id.value())
                .stream()
                .findFirst();
    }

    /** One more than {@code limit} groups behind {@code after}, by name. */
    List<BillingCodeGroupDefined> list(TenantId tenant, ListQuery query) {
        return jdbc.query(
                "select event from billing_code_group where " + WHERE
                        + " and lower(name) > lower(?) order by lower(name) limit ?",
                (row, n) -> group(row.getString(1)),
                tenant.value(),
                query.active(),
                query.active(),
                query.pattern(),
                query.after(),
                query.limit() + 1);
    }

    long count(TenantId tenant, ListQuery query) {
        Long count = jdbc.queryForObject(
                "select count(*) from billing_code_group where " + WHERE,
                Long.class,
                tenant.value(),
                query.active(),
                query.active(),
                query.pattern());
        return count == null ? 0 : count;
    }

    private static final String WHERE = "tenant = ? and (?::boolean is null or active = ?) and name ilike ?";

    private static BillingCodeGroupDefined group(String event) {
        return Json.mapper().readValue(event, BillingCodeGroupDefined.class);
    }
}
