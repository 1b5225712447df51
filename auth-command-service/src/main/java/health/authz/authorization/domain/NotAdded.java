package health.authz.authorization.domain;

import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;

/** Before the first event. */
public enum NotAdded implements Authorization {
    INSTANCE;

    @Override
    public Authorization evolve(AuthorizationEvent event, long seq) {
        if (event instanceof AuthAdded added) {
            return Added.from(added, seq);
        }
        throw new IllegalStateException(
                event.authorizationId() + " begins with " + event.getClass().getSimpleName() + " instead of AuthAdded");
    }

    @Override
    public long seq() {
        return -1;
    }

    @Override
    public long definitionSeq() {
        return -1;
    }
}
