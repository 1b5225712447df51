package health.authz.bulk.application;

import health.authz.authorization.domain.AddPolicies;
import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.RequestedValues;
import health.authz.authorization.domain.Step;
import health.authz.authorization.domain.UsedRows;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.Scope;
import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.OperationId;
import health.authz.events.PayerId;
import health.authz.events.Units;
import health.authz.platform.json.Json;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A plan as it is kept: values as a merge patch, so that keep, clear and set stay three different things. */
final class PlanJson {
    private PlanJson() {}

    /**
     * The stored shape of what is no revert; {@code patch} is there in an update alone. Plans from before rule B-25 say nothing
     * of open ends, and end them.
     */
    private record Stored(
            Scope scope,
            @Nullable JsonNode patch,
            @Nullable BillingCodeGroupId groupId,
            @Nullable Integer groupVersion,
            @Nullable List<StoredMember> members,
            @Nullable JsonNode values,
            @Nullable Map<String, JsonNode> perCode,
            @Nullable PayerId selectionPayer,
            @Nullable AddPolicies policies,
            @Nullable Boolean byRows,
            @Nullable Boolean allOrNothing,
            @Nullable Boolean keepsOpenEnds,
            @Nullable Boolean rowsOverrideUnits) {}

    private record StoredRevert(Scope scope, OperationId reverts, UsedRows usedRows) {}

    private record StoredMember(BillingCode code, JsonNode values) {}

    static String write(BulkPlan plan) {
        return Json.mapper()
                .writeValueAsString(
                        switch (plan) {
                            case BulkPlan.Revert revert ->
                                new StoredRevert(revert.scope(), revert.reverted(), revert.usedRows());
                            case BulkPlan.Update update ->
                                new Stored(
                                        update.scope(),
                                        write(update.patch()),
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        update.allOrNothing() ? true : null,
                                        update.includeOpenEnded() ? null : true,
                                        update.rowsOverrideUnits() ? true : null);
                            case BulkPlan.Add add ->
                                new Stored(
                                        add.scope(),
                                        null,
                                        add.groupId(),
                                        add.groupVersion(),
                                        add.members().stream()
                                                .map(each -> new StoredMember(each.code(), write(each.values())))
                                                .toList(),
                                        write(add.values()),
                                        perCode(add.perCode()),
                                        add.selectionPayer(),
                                        add.policies(),
                                        add.byRows() ? true : null,
                                        add.allOrNothing() ? true : null,
                                        null,
                                        null);
                        });
    }

    static BulkPlan read(String json) {
        JsonNode tree = Json.mapper().readTree(json);
        if (tree.has("reverts")) {
            StoredRevert revert = Json.mapper().treeToValue(tree, StoredRevert.class);
            return new BulkPlan.Revert(revert.scope(), revert.reverts(), revert.usedRows());
        }
        Stored stored = Json.mapper().treeToValue(tree, Stored.class);
        boolean allOrNothing = Boolean.TRUE.equals(stored.allOrNothing());
        if (stored.patch() != null) {
            return new BulkPlan.Update(
                    stored.scope(),
                    read(stored.patch()),
                    allOrNothing,
                    !Boolean.TRUE.equals(stored.keepsOpenEnds()),
                    Boolean.TRUE.equals(stored.rowsOverrideUnits()));
        }
        boolean byRows = Boolean.TRUE.equals(stored.byRows());
        boolean isGroupKnown = stored.groupId() != null && stored.groupVersion() != null;
        if (!(isGroupKnown || byRows)
                || stored.members() == null
                || stored.values() == null
                || stored.perCode() == null
                || stored.policies() == null) {
            throw new IllegalStateException("a stored plan to add lacks a part");
        }
        return new BulkPlan.Add(
                stored.scope(),
                stored.groupId(),
                stored.groupVersion(),
                stored.members().stream()
                        .map(each -> new BulkPlan.Member(each.code(), read(each.values())))
                        .toList(),
                read(stored.values()),
                stored.perCode().entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> new BillingCode(entry.getKey()), entry -> read(entry.getValue()))),
                stored.selectionPayer(),
                stored.policies(),
                byRows,
                allOrNothing);
    }

    private static Map<String, JsonNode> perCode(Map<BillingCode, RequestedValues> values) {
        Map<String, JsonNode> nodes = new TreeMap<>();
        values.forEach((code, each) -> nodes.put(code.value(), write(each)));
        return nodes;
    }

    static JsonNode write(RequestedValues values) {
        ObjectNode node = Json.mapper().createObjectNode();
        put(node, "authorizationNumber", values.authorizationNumber());
        put(node, "payerReference", values.payerReference());
        put(node, "payerId", values.payerId());
        put(node, "startDate", values.startDate());
        put(node, "endDate", values.endDate());
        put(node, "allottedUnits", values.allottedUnits());
        put(node, "remainingUnits", values.remainingUnits());
        put(node, "unitAlertLevel", values.unitAlertLevel());
        put(node, "expirationAlertDays", values.expirationAlertDays());
        put(node, "unmanaged", values.unmanaged());
        return node;
    }

    private static void put(ObjectNode node, String name, Change<?> change) {
        switch (change) {
            case Change.Keep<?> keep -> {}
            case Change.Clear<?> clear -> node.putNull(name);
            case Change.Set<?> set -> node.set(name, Json.mapper().valueToTree(set.value()));
            case Change.Move<?> move -> {
                ObjectNode step = node.putObject(name);
                switch (move.by()) {
                    case Step.Days days -> step.put("addDays", days.days());
                    case Step.More more -> step.put("add", more.units().value());
                }
            }
        }
    }

    static RequestedValues read(JsonNode node) {
        Function<JsonNode, Units> units = each -> new Units(each.decimalValue());
        Function<JsonNode, Step<Units>> more =
                each -> new Step.More(new Units(each.path("add").decimalValue()));
        Function<JsonNode, Step<LocalDate>> days =
                each -> new Step.Days(each.path("addDays").intValue());
        Function<JsonNode, LocalDate> date = each -> LocalDate.parse(each.stringValue());
        return new RequestedValues(
                change(node, "authorizationNumber", JsonNode::stringValue),
                change(node, "payerReference", JsonNode::stringValue),
                change(node, "payerId", each -> new PayerId(each.stringValue())),
                change(node, "startDate", date, days),
                change(node, "endDate", date, days),
                change(node, "allottedUnits", units, more),
                change(node, "remainingUnits", units),
                change(node, "unitAlertLevel", units),
                change(node, "expirationAlertDays", JsonNode::intValue),
                change(node, "unmanaged", JsonNode::booleanValue));
    }

    private static <T> Change<T> change(
            JsonNode node, String name, Function<JsonNode, T> read, Function<JsonNode, Step<T>> step) {
        JsonNode value = node.get(name);
        return value != null && value.isObject() ? Change.move(step.apply(value)) : change(node, name, read);
    }

    private static <T> Change<T> change(JsonNode node, String name, Function<JsonNode, T> read) {
        JsonNode value = node.get(name);
        if (value == null) {
            return Change.keep();
        }
        return value.isNull() ? Change.clear() : Change.set(read.apply(value));
    }
}
