package health.authz.alert.domain;

import health.authz.events.UserId;
import health.authz.events.alert.AlertEvent.AlertKind;
import java.util.Collections;
import java.util.Set;

/**
 * A person who may be alerted, as the directory and their profile say it now.
 *
 * @param active the user and their profile both are
 * @param asksFor kinds of alert that the profile has a rule for
 * @param clientAdmin alerted on every client of their divisions, not only on assigned ones
 * @param divisionIds divisions whose clients they see; {@code *} = all
 * @param supervises users whose clients they see
 */
public record StaffMember(
        UserId id,
        boolean active,
        Set<AlertKind> asksFor,
        boolean clientAdmin,
        Set<String> divisionIds,
        Set<String> supervises) {
    private static final String EVERY_DIVISION = "*";

    boolean maySee(ClientFacts client) {
        return inDivisionOf(client)
                && (clientAdmin
                        || client.assignedUserIds().contains(id.value())
                        || !Collections.disjoint(supervises, client.assignedUserIds()));
    }

    private boolean inDivisionOf(ClientFacts client) {
        return divisionIds.contains(EVERY_DIVISION) || !Collections.disjoint(divisionIds, client.divisionIds());
    }
}
