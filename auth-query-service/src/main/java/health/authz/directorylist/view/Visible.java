package health.authz.directorylist.view;

import health.authz.platform.security.Caller;
import org.bson.Document;

/** What a caller may see, as a condition on clients and on the rows that repeat a client's facts. */
public final class Visible {
    private Visible() {}

    public static Document to(Caller caller) {
        Document condition = new Document("tenant", caller.tenant().value());
        if (!caller.divisions().all()) {
            condition.append(
                    "divisionIds", new Document("$in", caller.divisions().ids()));
        }
        if (caller.clients() == Caller.ClientScope.ASSIGNED) {
            condition.append("assignedUserIds", caller.userId().value());
        }
        return condition;
    }

    /** Who sees what; part of what makes a list this list. */
    public static String text(Caller caller) {
        return to(caller).toString();
    }
}
