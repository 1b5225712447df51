package health.authz.authorization.application;

import health.authz.authorization.domain.Added;
import java.util.Collection;
import java.util.Map;

/**
 * What the first facts of long streams add up to, so that a chunk need not read them all. A cache: whatever is missing here
 * is folded from the events, and every answer is the same without it.
 */
public interface Snapshots {
    /** Keeps and knows none. */
    Snapshots NONE = new Snapshots() {
        @Override
        public Map<String, Added> of(Collection<String> ids) {
            return Map.of();
        }

        @Override
        public void keep(Collection<Added> states) {}
    };

    /** Those that are kept, by id. */
    Map<String, Added> of(Collection<String> ids);

    /** Writes these in the transaction of their events; an older one never replaces a newer one. */
    void keep(Collection<Added> states);
}
