package health.authz.authorization.application;

import health.authz.authorization.domain.Rejection;

/** A refusal on its way out of the aggregate; inside it is a value (ADR 8). */
public class CommandRejected extends RuntimeException {
    private final transient Rejection why;

    public CommandRejected(Rejection why) {
        super(why.slug());
        this.why = why;
    }

    public Rejection why() {
        return why;
    }
}
