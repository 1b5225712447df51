package health.authz.bulk.web;

import health.authz.authorization.domain.AddPolicies;
import health.authz.authorization.domain.RequestedValues;
import health.authz.authorization.web.AddPoliciesJson;
import health.authz.authorization.web.RequestedValuesJson;
import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.PayerId;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.platform.web.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A preview as it was asked for.
 *
 * @param selection as the list's selection routes take it
 * @param includeOpenEnded of an update: its end date goes to unmanaged authorizations without an end too (rule B-25)
 */
record PreviewRequest(
        BulkKind kind,
        SelectionRequest selection,
        @Nullable Adding adding,
        RequestedValues patch,
        boolean allOrNothing,
        boolean includeOpenEnded) {
    private static final int ID_LENGTH_MAX = 100;
    private static final int KIND_LENGTH_MAX = 20;
    private static final int CODE_LENGTH_MAX = 50;

    /** What is asked of an add. */
    record Adding(
            BillingCodeGroupId groupId,
            RequestedValues values,
            Map<BillingCode, RequestedValues> perCode,
            AddPolicies policies) {}

    static PreviewRequest read(JsonNode body) {
        Fields fields = Fields.of(body);
        String kind = fields.requiredText("kind", KIND_LENGTH_MAX);
        return switch (kind) {
            case "ADD" -> add(fields);
            case "UPDATE" -> update(fields, body);
            default -> {
                fields.wrong("kind", "is ADD or UPDATE");
                fields.names();
                fields.done();
                throw new IllegalStateException("a wrong kind was let through");
            }
        };
    }

    private static PreviewRequest add(Fields fields) {
        SelectionRequest clients = SelectionRequest.read(fields, "clients", true);
        BillingCodeGroupId group = groupId(fields);
        RequestedValues values =
                fields.object("values").map(RequestedValuesJson::values).orElse(RequestedValues.NOTHING);
        Map<BillingCode, RequestedValues> perCode = new LinkedHashMap<>();
        fields.object("perCode").ifPresent(codes -> perCode(codes, perCode));
        AddPolicies policies = AddPoliciesJson.read(fields);
        boolean allOrNothing = fields.flag("allOrNothing").orElse(false);
        fields.done();
        return new PreviewRequest(
                BulkKind.ADD,
                clients,
                new Adding(group, values, perCode, policies),
                RequestedValues.NOTHING,
                allOrNothing,
                false);
    }

    private static void perCode(Fields codes, Map<BillingCode, RequestedValues> perCode) {
        for (String code : codes.names()) {
            Optional<Fields> values = codes.object(code);
            if (code.isBlank()
                    || code.length() > CODE_LENGTH_MAX
                    || !code.strip().equals(code)) {
                codes.wrong(code, "is no billing code");
            } else if (values.isPresent()) {
                perCode.put(new BillingCode(code), RequestedValuesJson.values(values.get()));
            }
        }
    }

    private static BillingCodeGroupId groupId(Fields fields) {
        String text = fields.requiredText("billingCodeGroupId", ID_LENGTH_MAX);
        try {
            return BillingCodeGroupId.of(text);
        } catch (IllegalArgumentException noId) {
            if (!text.isEmpty()) {
                fields.wrong("billingCodeGroupId", "is the id of a billing code group, a UUID");
            }
            return new BillingCodeGroupId(new UUID(0, 0));
        }
    }

    private static PreviewRequest update(Fields fields, JsonNode body) {
        SelectionRequest selection = SelectionRequest.read(fields, "selection", false);
        RequestedValues patch = RequestedValues.NOTHING;
        Optional<Fields> given = fields.object("patch");
        if (given.isPresent()) {
            patch = RequestedValuesJson.patchOfMany(given.get());
            if (body.path("patch").isEmpty()) {
                fields.wrong("patch", "changes nothing; name at least one field");
            }
        } else {
            fields.missing("patch", patch);
        }
        boolean allOrNothing = fields.flag("allOrNothing").orElse(false);
        boolean includeOpenEnded = fields.flag("includeOpenEnded").orElse(false);
        fields.done();
        return new PreviewRequest(BulkKind.UPDATE, selection, null, patch, allOrNothing, includeOpenEnded);
    }

    /** The payers that the request names. */
    java.util.Set<PayerId> payers() {
        java.util.Set<PayerId> payers = new java.util.TreeSet<>();
        add(payers, patch);
        if (adding != null) {
            add(payers, adding.values());
            adding.perCode().values().forEach(values -> add(payers, values));
        }
        return payers;
    }

    private static void add(java.util.Set<PayerId> payers, RequestedValues values) {
        if (values.payerId() instanceof health.authz.authorization.domain.Change.Set<PayerId> set) {
            payers.add(set.value());
        }
    }
}
