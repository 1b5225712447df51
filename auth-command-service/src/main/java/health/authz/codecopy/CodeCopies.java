package health.authz.codecopy;

import health.authz.authorization.application.Codes;
import health.authz.authorization.domain.CodeFacts;
import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupRemoved;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeRemoved;
import health.authz.events.billinggroup.BillingGroupEvent.Member;
import health.authz.platform.json.Json;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Billing codes and groups in PostgreSQL, so that decisions need no other service. */
public class CodeCopies implements Codes {
    private final JdbcTemplate jdbc;

    public CodeCopies(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<BillingCode, CodeFacts> of(TenantId tenant, Collection<BillingCode> codes) {
        Map<BillingCode, CodeFacts> facts = new HashMap<>();
        jdbc.query(
                """
                select distinct on (asked.name) held.code, held.active, held.unmanaged, held.default_units, asked.name
                  from unnest(?::text[]) asked (name)
                  join billing_code_copy held on held.tenant = ? and upper(held.code) = upper(asked.name)
                 order by asked.name, held.removed, held.code <> asked.name, held.code""",
                row -> {
                    BigDecimal units = row.getBigDecimal(4);
                    facts.put(
                            new BillingCode(row.getString(5)),
                            new CodeFacts(
                                    new BillingCode(row.getString(1)),
                                    row.getBoolean(2),
                                    row.getBoolean(3),
                                    units == null ? null : new Units(units)));
                },
                codes.stream().map(BillingCode::value).toArray(String[]::new),
                tenant.value());
        return facts;
    }

    /** The newest version that was heard of. */
    public Optional<GroupCopy> newest(TenantId tenant, BillingCodeGroupId group) {
        return jdbc
                .query(
                        """
                select version, active, removed, members from billing_code_group_copy
                 where tenant = ? and group_id = ? order by version desc limit 1""",
                        (row, number) -> new GroupCopy(
                                group, row.getInt(1), row.getBoolean(2), row.getBoolean(3), members(row.getString(4))),
                        tenant.value(),
                        group.value())
                .stream()
                .findFirst();
    }

    /** @param seq place in the code's stream; what came earlier in it, delivered again, changes nothing */
    void put(BillingCodeDefined code, long seq) {
        jdbc.update(
                """
                insert into billing_code_copy as held (tenant, code, active, unmanaged, default_units, seq)
                values (?, ?, ?, ?, ?, ?)
                on conflict (tenant, code) do update
                   set active = excluded.active, unmanaged = excluded.unmanaged, default_units = excluded.default_units,
                       seq = excluded.seq, removed = false
                 where held.seq < excluded.seq""",
                code.tenantId().value(),
                code.code().value(),
                code.active(),
                code.unmanaged(),
                code.defaultUnits() == null ? null : code.defaultUnits().value(),
                seq);
    }

    /**
     * A removed code is kept as an inactive one, so that a group that still names it says so plainly; one that was not heard
     * of before, too, so that its definition, if it comes late, does not bring it back.
     */
    void remove(BillingCodeRemoved code, long seq) {
        jdbc.update("""
                insert into billing_code_copy as held (tenant, code, active, unmanaged, seq, removed)
                values (?, ?, false, false, ?, true)
                on conflict (tenant, code) do update set active = false, seq = excluded.seq, removed = true
                 where held.seq < excluded.seq""", code.tenantId().value(), code.code().value(), seq);
    }

    void put(BillingCodeGroupDefined group) {
        version(
                group.tenantId(),
                group.groupId().value(),
                group.version(),
                group.active(),
                false,
                Json.mapper().writeValueAsString(group.members().toArray(Member[]::new)));
    }

    void remove(BillingCodeGroupRemoved group) {
        version(group.tenantId(), group.groupId().value(), group.version(), false, true, "[]");
    }

    private void version(TenantId tenant, UUID group, int version, boolean active, boolean removed, String members) {
        jdbc.update("""
                insert into billing_code_group_copy (tenant, group_id, version, active, removed, members)
                values (?, ?, ?, ?, ?, ?)
                on conflict (tenant, group_id, version) do update
                   set active = excluded.active, removed = excluded.removed, members = excluded.members""", tenant.value(), group, version, active, removed, members);
    }

    private static List<Member> members(String json) {
        return List.of(Json.mapper().readValue(json, Member[].class));
    }
}
