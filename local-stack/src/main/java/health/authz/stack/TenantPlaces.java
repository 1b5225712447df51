package health.authz.stack;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where each organisation's documents stand in a collection, so that a query that names one looks at no other's. A document
 * that has no plain text there may match any query, and stands among all of them.
 */
final class TenantPlaces {
    static final String FIELD = "tenant";

    private final Map<String, BitSet> places = new HashMap<>();
    private final BitSet others = new BitSet();

    void add(Document document, int place) {
        of(document).set(place);
    }

    void remove(Document document, int place) {
        of(document).clear(place);
    }

    private BitSet of(Document document) {
        return document.get(FIELD) instanceof String tenant
                ? places.computeIfAbsent(tenant, one -> new BitSet())
                : others;
    }

    /** In the order in which a scan comes to them. */
    List<Integer> of(Set<String> tenants) {
        BitSet all = (BitSet) others.clone();
        for (String tenant : tenants) {
            BitSet one = places.get(tenant);
            if (one != null) {
                all.or(one);
            }
        }
        List<Integer> found = new ArrayList<>(all.cardinality());
        all.stream().forEach(found::add);
        return found;
    }
}
