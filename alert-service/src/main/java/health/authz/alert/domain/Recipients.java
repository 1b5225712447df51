package health.authz.alert.domain;

import health.authz.events.UserId;
import health.authz.events.alert.AlertEvent.AlertKind;
import java.util.Collection;
import java.util.List;

/** Whom an alert reaches: active, asked for it by profile, and may see the client (rule A-8). May be nobody. */
public final class Recipients {
    private Recipients() {}

    /** In the order of their ids. */
    public static List<UserId> of(AlertKind kind, ClientFacts client, Collection<StaffMember> staff) {
        return staff.stream()
                .filter(member -> member.active() && member.asksFor().contains(kind) && member.maySee(client))
                .map(StaffMember::id)
                .sorted()
                .toList();
    }
}
