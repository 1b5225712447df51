package health.authz.alert.view;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A stretch of the inbox, newest first.
 *
 * @param newer whether there are alerts before it
 * @param older whether there are alerts after it
 */
public record InboxPage(List<InboxAlert> items, boolean newer, boolean older) {
    /** @param found in the order of reading, one more than the limit if there are more */
    static InboxPage of(InboxQuery query, List<InboxAlert> found) {
        boolean more = found.size() > query.limit();
        List<InboxAlert> shown = new ArrayList<>(more ? found.subList(0, query.limit()) : found);
        if (query.backwards()) {
            Collections.reverse(shown);
        }
        return new InboxPage(shown, query.backwards() ? more : query.from() != null, query.backwards() || more);
    }
}
