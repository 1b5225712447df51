package health.authz.acceptance.document;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a route of the document acts on, by the first part of its path. A route below none of these is one that nobody has
 * said of who sees what.
 */
enum Resource {
    AUTHORIZATIONS("authorizations", Ids.GIVEN, Writers.WHO_SEES_IT),
    CLIENTS("clients", Ids.CHOSEN, Writers.ANYBODY),
    USERS("users", Ids.CHOSEN, Writers.ANYBODY),
    PAYERS("payers", Ids.CHOSEN, Writers.ANYBODY),
    DIVISIONS("divisions", Ids.CHOSEN, Writers.ANYBODY),
    CLIENT_GROUPS("client-groups", Ids.CHOSEN, Writers.ANYBODY),
    USER_GROUPS("user-groups", Ids.CHOSEN, Writers.ANYBODY),
    DIRECTORY("directory", Ids.CHOSEN, Writers.ANYBODY),
    BULK_PREVIEWS("bulk-previews", Ids.GIVEN, Writers.WHO_SEES_IT),
    BULK_DRAFTS("bulk-drafts", Ids.CHOSEN, Writers.WHO_SEES_IT),
    BULK_MAPPINGS("bulk-mappings", Ids.CHOSEN, Writers.ITS_MAKER),
    BULK_RECIPES("bulk-recipes", Ids.CHOSEN, Writers.ITS_MAKER),
    BULK_OPERATIONS("bulk-operations", Ids.GIVEN, Writers.WHO_SEES_IT),
    BILLING_CODES("billing-codes", Ids.CHOSEN, Writers.WHO_SEES_IT),
    BILLING_CODE_GROUPS("billing-code-groups", Ids.GIVEN, Writers.WHO_SEES_IT),
    ALERTS("alerts", Ids.GIVEN, Writers.WHO_SEES_IT),
    PROFILES("profiles", Ids.CHOSEN, Writers.WHO_SEES_IT),
    SETTINGS("settings", Ids.FIXED, Writers.UNBOUND);

    /** Whose word an id is. */
    enum Ids {
        /** The system's: nobody else has one of the same name. */
        GIVEN,
        /** The caller's: in another organisation the same one may be free. */
        CHOSEN,
        /** Every organisation has the same ones. */
        FIXED
    }

    /** Who, having the permission, may change one. */
    enum Writers {
        WHO_SEES_IT,
        /** Everybody of the organisation: a record comes from where all records are, whoever sees its client. */
        ANYBODY,
        ITS_MAKER,
        /** Whom nothing binds to a part of the organisation. */
        UNBOUND
    }

    private final String segment;
    private final Ids ids;
    private final Writers writers;

    Resource(String segment, Ids ids, Writers writers) {
        this.segment = segment;
        this.ids = ids;
        this.writers = writers;
    }

    /** Of a route; empty where the first part of its path is not known here. */
    static Optional<Resource> of(Document.Operation operation) {
        String first = operation.path().split("/")[1];
        return Arrays.stream(values())
                .filter(each -> each.segment.equals(first))
                .findFirst();
    }

    String collection() {
        return "/" + segment;
    }

    String one() {
        return "/" + segment + "/{}";
    }

    Ids ids() {
        return ids;
    }

    Writers writers() {
        return writers;
    }
}
