package health.authz.bulk.application;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Rows that a person leaves out of a bulk change which they have not asked for yet.
 *
 * @param filter JSON object, under which all of them were left out; {@code null} = under several
 * @param leftOut ids of the list's rows, in the order of being left out
 */
public record SelectionDraft(UUID id, List list, @Nullable String filter, Set<String> leftOut, Instant changedAt) {
    /** Of which list. */
    public enum List {
        AUTHORIZATIONS,
        CLIENTS
    }
}
