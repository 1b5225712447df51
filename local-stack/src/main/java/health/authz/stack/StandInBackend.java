package health.authz.stack;

import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stand-in's storage, which has no index but unique ones, and uses one only where a query names its fields and no
 * others. So that a list of some ten thousand rows is read in a time that a person accepts, a query that also names ids
 * looks at these documents alone, one that names organisations at theirs, documents that a text condition rules out are passed
 * over before the library's matcher looks at them, rows are sorted by their fields' values without taking paths apart, and field names are kept once.
 */
final class StandInBackend extends MemoryBackend {
    @Override
    public MemoryDatabase openOrCreateDatabase(String name) {
        return new Database(name, getCursorRegistry());
    }

    private static final class Database extends MemoryDatabase {
        Database(String name, CursorRegistry cursors) {
            super(name, cursors);
        }

        @Override
        protected MemoryCollection openOrCreateCollection(String name, CollectionOptions options) {
            return new Rows(this, name, options, cursorRegistry);
        }
    }

    private static final class Rows extends MemoryCollection {
        private static final Document EVERY = new Document();
        private final TenantPlaces tenants = new TenantPlaces();
        private volatile @Nullable TextConditions last;

        Rows(Database database, String name, CollectionOptions options, CursorRegistry cursors) {
            super(database, name, options, cursors);
        }

        /** One text for each field name, not one for each row, which would be read from afar at every look-up. */
        @Override
        protected Integer addDocumentInternal(Document document) {
            Document shared = new Document();
            document.forEach((field, value) -> shared.put(field.intern(), value));
            Integer place = super.addDocumentInternal(shared);
            tenants.add(shared, place);
            return place;
        }

        @Override
        protected void removeDocument(Integer place) {
            tenants.remove(getDocument(place), place);
            super.removeDocument(place);
        }

        @Override
        protected void handleUpdate(Integer place, Document before, Document after) {
            tenants.remove(before, place);
            tenants.add(after, place);
            super.handleUpdate(place, before, after);
        }

        /** By id where there is one, however much else is asked; in the order in which a scan finds them. */
        @Override
        protected QueryResult queryDocuments(
                Document query,
                @Nullable Document order,
                int skip,
                int limit,
                int batchSize,
                @Nullable Document fields) {
            if (query.size() > 1 && query.containsKey("_id")) {
                Document named = new Document("_id", query.get("_id"));
                for (Index<Integer> index : getIndexes()) {
                    if (index.canHandle(named)) {
                        List<Integer> positions = new ArrayList<>();
                        index.getPositions(named).forEach(positions::add);
                        positions.sort(null);
                        return matchDocuments(query, positions, order, skip, limit, batchSize, fields);
                    }
                }
            }
            Set<String> named = conditions(query).of(TenantPlaces.FIELD);
            return named == null || isNaturalDescending(order)
                    ? super.queryDocuments(query, order, skip, limit, batchSize, fields)
                    : matchDocuments(query, tenants.of(named), order, skip, limit, batchSize, fields);
        }

        @Override
        protected boolean documentMatchesQuery(Document document, Document query) {
            return conditions(query).mayHold(document) && super.documentMatchesQuery(document, query);
        }

        private TextConditions conditions(Document query) {
            TextConditions conditions = last;
            if (conditions == null || !conditions.are(query)) {
                conditions = TextConditions.of(query);
                last = conditions;
            }
            return conditions;
        }

        @Override
        protected QueryResult matchDocumentsFromStream(
                Stream<Document> documents,
                Document query,
                @Nullable Document order,
                int skip,
                int limit,
                int batchSize,
                @Nullable Document fields) {
            if (order == null || !PlainOrder.fits(order)) {
                return super.matchDocumentsFromStream(documents, query, order, skip, limit, batchSize, fields);
            }
            Stream<Document> sorted = new PlainOrder(order)
                    .first(
                            documents.filter(document -> documentMatchesQuery(document, query)),
                            limit > 0 ? skip + limit : 0);
            return matchDocumentsFromStream(EVERY, sorted, skip, limit, batchSize, null, fields);
        }
    }
}
