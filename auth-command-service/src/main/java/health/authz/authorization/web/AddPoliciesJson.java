package health.authz.authorization.web;

import health.authz.authorization.domain.AddPolicies;
import health.authz.authorization.domain.AddPolicies.OnExisting;
import health.authz.authorization.domain.AddPolicies.OnOverlap;
import health.authz.platform.web.Fields;

/** Reads what happens to rows that are there already or overlap. */
public final class AddPoliciesJson {
    private AddPoliciesJson() {}

    public static AddPolicies read(Fields fields) {
        return new AddPolicies(
                fields.choice("onDuplicate", OnExisting.class).orElse(AddPolicies.DEFAULT.onDuplicate()),
                fields.choice("onOverlap", OnOverlap.class).orElse(AddPolicies.DEFAULT.onOverlap()));
    }
}
