package health.authz.authorization.web;

import health.authz.authorization.domain.AddPolicies;
import health.authz.authorization.domain.AddPolicies.OnExisting;
import health.authz.platform.web.Fields;
import java.util.Set;

/** Reads what happens to rows that are there already or overlap; policies that come later are named as such. */
public final class AddPoliciesJson {
    private static final int LENGTH_MAX = 20;
    private static final Set<String> LATER = Set.of("ALLOW", "END_PREVIOUS");

    private AddPoliciesJson() {}

    public static AddPolicies read(Fields fields) {
        return new AddPolicies(
                policy(fields, "onDuplicate", AddPolicies.DEFAULT.onDuplicate()),
                policy(fields, "onOverlap", AddPolicies.DEFAULT.onOverlap()));
    }

    private static OnExisting policy(Fields fields, String name, OnExisting unsaid) {
        String text = fields.text(name, LENGTH_MAX).orElse(unsaid.name());
        if (name.equals("onOverlap") && LATER.contains(text)) {
            fields.wrong(name, text + " is not available yet; use SKIP or REJECT");
            return unsaid;
        }
        for (OnExisting policy : OnExisting.values()) {
            if (policy.name().equals(text)) {
                return policy;
            }
        }
        fields.wrong(name, "is SKIP or REJECT");
        return unsaid;
    }
}
