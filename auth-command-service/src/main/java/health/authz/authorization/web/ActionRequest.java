package health.authz.authorization.web;

import health.authz.events.authorization.ChangeReason;
import health.authz.platform.web.Fields;
import org.jspecify.annotations.Nullable;

/** Why something is done to an authorization; the comment stays beside it and can be erased. */
record ActionRequest(ChangeReason reason, @Nullable String comment) {
    private static final int COMMENT_LENGTH_MAX = 2_000;

    static ActionRequest read(Fields fields) {
        ActionRequest action = readOpen(fields);
        fields.done();
        return action;
    }

    /** For requests that carry more fields; the caller ends with {@code done()}. */
    static ActionRequest readOpen(Fields fields) {
        ChangeReason reason = fields.choice("reason", ChangeReason.class)
                .orElseGet(() -> fields.missing("reason", ChangeReason.OTHER));
        return new ActionRequest(
                reason, fields.text("comment", COMMENT_LENGTH_MAX).orElse(null));
    }
}
