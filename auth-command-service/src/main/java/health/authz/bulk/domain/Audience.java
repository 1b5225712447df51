package health.authz.bulk.domain;

import health.authz.authorization.domain.ClientFacts;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose row it is when it is frozen: what decides who may see it, and stays with it whatever becomes of its client
 * (rule B-24).
 *
 * @param divisions of the row's client
 * @param assignees users whom the client is assigned to
 */
public record Audience(Set<String> divisions, Set<String> assignees) {
    /** Of a client who is unknown or erased: in view of those who see every client. */
    public static final Audience OF_NO_CLIENT = new Audience(Set.of(), Set.of());

    public Audience {
        divisions = Set.copyOf(divisions);
        assignees = Set.copyOf(assignees);
    }

    public static Audience of(@Nullable ClientFacts client) {
        return client == null
                ? OF_NO_CLIENT
                : new Audience(Set.copyOf(client.divisionIds()), Set.copyOf(client.assignedUserIds()));
    }
}
