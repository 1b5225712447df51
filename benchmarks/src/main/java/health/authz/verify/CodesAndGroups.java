package health.authz.verify;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import health.authz.events.billinggroup.BillingGroupEvent;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupRemoved;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeRemoved;
import health.authz.events.billinggroup.BillingGroupEvent.Member;
import health.authz.platform.json.Json;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Billing codes and groups: the tables beside their events, the command service's copies and the list's. */
final class CodesAndGroups {
    private static final String CODE = """
            select c.version, c.active, c.event from billing_code c where c.tenant = ? and c.code = ?""";
    private static final String GROUP = """
            select g.version, g.name, g.active, g.event,
                   array(select m.code from billing_code_group_member m
                          where m.tenant = g.tenant and m.group_id = g.id order by m.code collate "C") as members
              from billing_code_group g where g.tenant = ? and g.id = ?::uuid""";
    private static final String CODE_COPY = """
            select active, unmanaged, default_units, seq from billing_code_copy where tenant = ? and code = ?""";
    private static final String GROUP_COPY = """
            select version, active, removed, members from billing_code_group_copy where tenant = ? and group_id = ?::uuid""";

    private final Database billing;
    private final Database commands;
    private final MongoDatabase list;
    private final SmallStreams streams;

    CodesAndGroups(Database billing, Database commands, MongoDatabase list, long bound) {
        this.billing = billing;
        this.commands = commands;
        this.list = list;
        this.streams = new SmallStreams(billing, bound, "BillingCodeDefined", "BillingCodeGroupDefined");
    }

    void compare(Settling settling) throws SQLException {
        streams.compare(settling, this::look);
    }

    private Look look(List<String> ids) throws SQLException {
        Look look = new Look();
        Map<String, List<SmallStreams.Stored>> stored = new HashMap<>();
        billing.inOneSnapshot(() -> {
            stored.putAll(streams.read(ids));
            for (Map.Entry<String, List<SmallStreams.Stored>> stream : stored.entrySet()) {
                ownTables(look, stream.getKey(), stream.getValue());
            }
        });
        for (Map.Entry<String, List<SmallStreams.Stored>> stream : stored.entrySet()) {
            copies(look, stream.getKey(), stream.getValue());
        }
        return look;
    }

    private void ownTables(Look look, String id, List<SmallStreams.Stored> events) throws SQLException {
        SmallStreams.Stored last = events.getLast();
        switch (last.event()) {
            case BillingCodeDefined code ->
                table(
                        look,
                        id,
                        "billing code",
                        one(billing, CODE, code.tenantId().value(), code.code().value()),
                        new Fields()
                                .with("version", last.seq())
                                .with("active", code.active())
                                .with("event", tree(code)));
            case BillingCodeRemoved code ->
                table(
                        look,
                        id,
                        "billing code",
                        one(billing, CODE, code.tenantId().value(), code.code().value()),
                        null);
            case BillingCodeGroupDefined group ->
                table(
                        look,
                        id,
                        "billing code group",
                        one(
                                billing,
                                GROUP,
                                group.tenantId().value(),
                                group.groupId().toString()),
                        new Fields()
                                .with("version", group.version())
                                .with("name", group.name())
                                .with("active", group.active())
                                .with("event", tree(group))
                                .with(
                                        "members",
                                        group.members().stream()
                                                .map(member -> member.code().value())
                                                .sorted()
                                                .distinct()
                                                .toList()));
            case BillingCodeGroupRemoved group ->
                table(
                        look,
                        id,
                        "billing code group",
                        one(
                                billing,
                                GROUP,
                                group.tenantId().value(),
                                group.groupId().toString()),
                        null);
            default -> {}
        }
    }

    /** Of what is removed nothing is left. */
    private static void table(
            Look look, String id, String what, @Nullable Map<String, @Nullable Object> row, @Nullable Fields wanted) {
        look.compared(1);
        if (wanted == null) {
            if (row != null) {
                look.found(id, Finding.doubled(what + ", removed", id));
            }
        } else if (row == null) {
            look.found(id, Finding.missing(what, id));
        } else {
            row.computeIfPresent("event", (name, text) -> Json.mapper().readTree(text.toString()));
            look.differing(id, what, wanted.differingFrom(row));
        }
    }

    private void copies(Look look, String id, List<SmallStreams.Stored> events) throws SQLException {
        if (!events.getLast().inBound() && !events.getFirst().inBound()) {
            return;
        }
        if (events.getLast().event() instanceof BillingGroupEvent event) {
            switch (event) {
                case BillingCodeDefined code -> code(look, id, code.code().value(), events);
                case BillingCodeRemoved code -> code(look, id, code.code().value(), events);
                case BillingCodeGroupDefined group ->
                    group(look, id, group.tenantId() + "/" + group.groupId(), group, events);
                case BillingCodeGroupRemoved group ->
                    group(look, id, group.tenantId() + "/" + group.groupId(), null, events);
            }
        }
    }

    private void code(Look look, String id, String code, List<SmallStreams.Stored> events) throws SQLException {
        BillingCodeDefined facts = null;
        for (SmallStreams.Stored stored : events) {
            facts = stored.event() instanceof BillingCodeDefined defined ? defined : facts;
        }
        look.compared(1);
        if (facts == null) {
            return;
        }
        Map<String, @Nullable Object> copy =
                one(commands, CODE_COPY, facts.tenantId().value(), code);
        if (copy == null) {
            look.found(id, Finding.missing("copied billing code", id));
            return;
        }
        boolean removed = events.getLast().event() instanceof BillingCodeRemoved;
        look.differing(
                id,
                "copied billing code",
                new Fields()
                        .with("seq", events.getLast().seq())
                        .with("active", !removed && facts.active())
                        .with("unmanaged", facts.unmanaged())
                        .with(
                                "default_units",
                                facts.defaultUnits() == null
                                        ? null
                                        : facts.defaultUnits().value())
                        .differingFrom(copy));
    }

    private void group(
            Look look, String id, String key, @Nullable BillingCodeGroupDefined now, List<SmallStreams.Stored> events)
            throws SQLException {
        String[] parts = key.split("/", 2);
        Map<String, Map<String, @Nullable Object>> copies = new HashMap<>();
        commands.inOneSnapshot(() -> commands.each(
                GROUP_COPY, row -> copies.put(row.getString(1), Fields.columns(row)), parts[0], parts[1]));
        for (SmallStreams.Stored stored : events) {
            if (stored.event() instanceof BillingCodeGroupDefined group) {
                version(
                        look,
                        id,
                        copies.get(Integer.toString(group.version())),
                        group.active(),
                        false,
                        group.members());
            } else if (stored.event() instanceof BillingCodeGroupRemoved group) {
                version(look, id, copies.get(Integer.toString(group.version())), false, true, List.of());
            }
        }
        inList(
                look,
                id,
                list.getCollection("billing_code_groups")
                        .find(Filters.eq("_id", key))
                        .first(),
                now);
    }

    private static void version(
            Look look,
            String id,
            @Nullable Map<String, @Nullable Object> copy,
            boolean active,
            boolean removed,
            List<Member> members) {
        look.compared(1);
        if (copy == null) {
            look.found(id, Finding.missing("copied version of a billing code group", id));
            return;
        }
        copy.computeIfPresent("members", (name, text) -> Json.mapper().readTree(text.toString()));
        look.differing(
                id,
                "copied version of a billing code group",
                new Fields()
                        .with("active", active)
                        .with("removed", removed)
                        .with("members", tree(members.toArray(Member[]::new)))
                        .differingFrom(copy));
    }

    private static void inList(Look look, String id, @Nullable Document copy, @Nullable BillingCodeGroupDefined now) {
        look.compared(1);
        if (copy == null) {
            look.found(id, Finding.missing("billing code group of the list", id));
            return;
        }
        Fields wanted = new Fields().with("erased", now == null);
        if (now != null) {
            wanted.with("nameKey", ClientOnRow.folded(now.name()))
                    .with(
                            "codes",
                            now.members().stream()
                                    .map(member -> member.code().value())
                                    .toList());
        }
        look.differing(id, "billing code group of the list", wanted.differingFrom(copy));
    }

    private static @Nullable Map<String, @Nullable Object> one(Database store, String query, String one, String other)
            throws SQLException {
        Map<String, @Nullable Object> found = new HashMap<>();
        store.each(query, row -> found.putAll(Fields.columns(row)), one, other);
        return found.isEmpty() ? null : found;
    }

    private static JsonNode tree(Object value) {
        return Json.mapper().readTree(Json.mapper().writeValueAsString(value));
    }
}
