package health.authz.authorization.web;

import health.authz.authorization.application.AuthorizationAdds.Renewal;
import health.authz.authorization.application.NewAuthorization;
import health.authz.authorization.domain.AddPolicies;
import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.RequestedValues;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.NoteId;
import health.authz.events.WrittenText;
import health.authz.events.authorization.ChangeReason;
import health.authz.platform.web.ETags;
import health.authz.platform.web.Fields;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests on one authorization as they were sent, read into the words of the domain. */
final class AuthorizationRequests {
    private static final int ID_LENGTH_MAX = 100;
    private static final int CODE_LENGTH_MAX = 50;

    private AuthorizationRequests() {}

    static NewAuthorization add(Fields fields) {
        String client = fields.requiredText("clientId", ID_LENGTH_MAX);
        String code = fields.requiredText("billingCode", CODE_LENGTH_MAX);
        RequestedValues values = RequestedValuesJson.values(fields);
        AddPolicies policies = AddPoliciesJson.read(fields);
        fields.done();
        return new NewAuthorization(new ClientId(client), new BillingCode(code), values, policies);
    }

    static RequestedValues patch(Fields fields) {
        RequestedValues patch = RequestedValuesJson.patch(fields);
        fields.done();
        if (patch.isEmpty()) {
            throw Problems.badRequest("empty-patch", "The patch changes nothing; name at least one field.");
        }
        return patch;
    }

    static Renewal renewal(Fields fields) {
        ActionRequest action = ActionRequest.readOpen(fields);
        RequestedValues nothing = RequestedValues.NOTHING;
        RequestedValues values = new RequestedValues(
                RequestedValuesJson.undamaged(fields, "authorizationNumber", RequestedValues.NUMBER_LENGTH_MAX)
                        .map(Change::set)
                        .orElse(Change.keep()),
                nothing.payerReference(),
                nothing.payerId(),
                fields.date("startDate").map(Change::set).orElse(Change.keep()),
                fields.date("endDate").map(Change::set).orElse(Change.keep()),
                fields.units("allottedUnits").map(Change::set).orElse(Change.keep()),
                nothing.remainingUnits(),
                nothing.unitAlertLevel(),
                nothing.expirationAlertDays(),
                nothing.unmanaged());
        fields.done();
        return new Renewal(values, action.reason(), action.comment());
    }

    static ChangeReason reason(HttpServletRequest request) {
        return QueryParameters.of(request, Set.of("reason"))
                .text("reason")
                .map(AuthorizationRequests::reason)
                .orElse(ChangeReason.CORRECTION);
    }

    private static ChangeReason reason(String text) {
        return Arrays.stream(ChangeReason.values())
                .filter(reason -> reason.name().equals(text))
                .findFirst()
                .orElseThrow(() -> Problems.invalid("reason", "is one of " + Arrays.toString(ChangeReason.values())));
    }

    /** {@code null} for {@code *}; of several tags the newest, as who holds that one has seen all before it. */
    static @Nullable Long expectedSeq(@Nullable String ifMatch) {
        return ETags.newest(ifMatch);
    }

    static NoteId noteId(String text) {
        if (!WrittenText.isId(text)) {
            throw Problems.invalid("noteId", "has characters that are seen, a letter or a digit among them");
        }
        try {
            return new NoteId(text);
        } catch (IllegalArgumentException unfit) {
            throw Problems.invalid("noteId", "has 1 to 100 characters without surrounding blanks");
        }
    }
}
