package health.authz.platform.security;

import java.util.Arrays;
import java.util.Optional;

/** What a token may allow, by its name in the claim {@code permissions}. */
public enum Permission {
    AUTH_READ("auth:read"),
    AUTH_WRITE("auth:write"),
    AUTH_BULK("auth:bulk"),
    AUTH_BULK_REVERT("auth:bulk-revert"),
    AUTH_BULK_ALL("auth:bulk-all"),
    AUTH_SPECIAL("auth:special"),
    NOTE_WRITE("note:write"),
    ALERT_READ("alert:read"),
    ALERT_MANAGE("alert:manage"),
    SETTINGS_MANAGE("settings:manage"),
    BILLING_READ("billing:read"),
    BILLING_WRITE("billing:write"),
    DIRECTORY_READ("directory:read"),
    DIRECTORY_WRITE("directory:write"),
    AUDIT_READ("audit:read"),
    OPS_REPLAY("ops:replay");

    private final String claim;

    Permission(String claim) {
        this.claim = claim;
    }

    /** Name in the token. */
    public String claim() {
        return claim;
    }

    static Optional<Permission> of(String claim) {
        return Arrays.stream(values()).filter(p -> p.claim.equals(claim)).findFirst();
    }
}
