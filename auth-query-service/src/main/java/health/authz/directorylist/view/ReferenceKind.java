package health.authz.directorylist.view;

import health.authz.events.directory.DirectoryKind;
import java.util.Optional;

/** The kinds of reference data, their collection, and how a refusal names one. */
public enum ReferenceKind {
    USERS("users", "userId", "unknown-user"),
    PAYERS("payers", "payerId", "unknown-payer"),
    DIVISIONS("divisions", "divisionId", "unknown-division"),
    CLIENT_GROUPS("client_groups", "clientGroupId", "unknown-client-group"),
    USER_GROUPS("user_groups", "userGroupId", "unknown-user-group");

    private final String collection;
    private final String idField;
    private final String unknown;

    ReferenceKind(String collection, String idField, String unknown) {
        this.collection = collection;
        this.idField = idField;
        this.unknown = unknown;
    }

    public String collection() {
        return collection;
    }

    public String idField() {
        return idField;
    }

    public String unknown() {
        return unknown;
    }

    /** Empty for clients, who have a projection of their own. */
    public static Optional<ReferenceKind> of(DirectoryKind kind) {
        return switch (kind) {
            case CLIENT -> Optional.empty();
            case USER -> Optional.of(USERS);
            case PAYER -> Optional.of(PAYERS);
            case DIVISION -> Optional.of(DIVISIONS);
            case CLIENT_GROUP -> Optional.of(CLIENT_GROUPS);
            case USER_GROUP -> Optional.of(USER_GROUPS);
        };
    }
}
