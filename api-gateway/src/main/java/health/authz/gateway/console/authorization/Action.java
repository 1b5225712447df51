package health.authz.gateway.console.authorization;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be done to one authorization besides editing it. */
enum Action {
    RENEW(
            "renew",
            "Renew",
            "Renew this authorization",
            "A new authorization for the same client and billing code is added. This one stays usable through its own end"
                    + " date."),
    INACTIVATE(
            "inactivate",
            "Inactivate",
            "Inactivate this authorization",
            "Nobody can put its code on a note until it is reactivated. Its open alerts close."),
    REACTIVATE(
            "reactivate",
            "Reactivate",
            "Reactivate this authorization",
            "It can be used again, if its dates and its units allow it."),
    VOID(
            "void",
            "Void",
            "Void this authorization",
            "It was entered in error. This is final: it cannot be brought back. It is refused if released notes used"
                    + " units.");

    private final String path;
    private final String label;
    private final String title;
    private final String means;

    Action(String path, String label, String title, String means) {
        this.path = path;
        this.label = label;
        this.title = title;
        this.means = means;
    }

    static Optional<Action> of(String path) {
        return Arrays.stream(values()).filter(each -> each.path.equals(path)).findFirst();
    }

    /** What makes sense for an authorization as it stands; the API decides. */
    static List<Action> of(AuthorizationView authorization) {
        if (authorization.voided()) {
            return List.of();
        }
        return authorization.inactive() ? List.of(REACTIVATE, VOID) : List.of(RENEW, INACTIVATE, VOID);
    }

    public String path() {
        return path;
    }

    public String label() {
        return label;
    }

    public String title() {
        return title;
    }

    public String means() {
        return means;
    }
}
