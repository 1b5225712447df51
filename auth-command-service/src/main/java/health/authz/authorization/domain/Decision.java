package health.authz.authorization.domain;

import health.authz.events.AuthorizationId;
import health.authz.events.authorization.AuthorizationEvent;
import java.util.List;

/** What was decided. Nothing is written yet: a preview stops here (ADR 8). */
public sealed interface Decision {
    /**
     * These facts follow; none = it is already so (rule B-4).
     *
     * @param ends older authorizations that must end before this one starts; {@link EndPrevious} decides that on each of
     *     them, and without it the row is not decided
     */
    record Accepted(List<AuthorizationEvent> events, List<Warning> warnings, List<AuthorizationId> ends)
            implements Decision {
        public Accepted {
            events = List.copyOf(events);
            warnings = List.copyOf(warnings);
            ends = List.copyOf(ends);
        }

        public boolean unchanged() {
            return events.isEmpty();
        }
    }

    /** Left out on purpose, because {@code existing} is there already. */
    record Skipped(SkipReason reason, AuthorizationId existing) implements Decision {}

    /** Refused by a rule. */
    record Rejected(Rejection why) implements Decision {}

    /** Why a row was left out. */
    enum SkipReason {
        DUPLICATE,
        OVERLAP,
        /** A revert leaves it, because notes have used it. */
        USED
    }

    static Decision accept(List<? extends AuthorizationEvent> events, List<Warning> warnings) {
        return new Accepted(List.copyOf(events), warnings, List.of());
    }

    static Decision accept(AuthorizationEvent event) {
        return new Accepted(List.of(event), List.of(), List.of());
    }

    /** Already so. */
    static Decision unchanged() {
        return new Accepted(List.of(), List.of(), List.of());
    }

    static Decision reject(Rejection why) {
        return new Rejected(why);
    }
}
