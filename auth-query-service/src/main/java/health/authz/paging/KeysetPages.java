package health.authz.paging;

import com.mongodb.client.MongoCollection;
import health.authz.platform.json.Json;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.Page;
import health.authz.platform.web.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Pages of a collection by the last key seen, so that a page costs the same however far down it is. */
public final class KeysetPages {
    private static final int DIGEST_BYTES = 9;
    private final Cursors cursors;
    private final Counts counts = new Counts();

    /** @param value key of the row where the page begins; absent where it is personal and looked up instead */
    record Place(
            String list,
            String sort,
            boolean backwards,
            String id,
            @Nullable Object value) {}

    public KeysetPages(Cursors cursors) {
        this.cursors = cursors;
    }

    /**
     * @param listed what makes the list this list: filters and who asks. A cursor of another list is refused.
     * @param cursor as an earlier page gave it, or {@code null}
     * @param listVersion other whenever the collection is; {@code null} = unknown
     */
    public <T> Page<T> page(
            MongoCollection<Document> collection,
            Document filter,
            SortKey sort,
            int limit,
            @Nullable String cursor,
            String listed,
            @Nullable String listVersion,
            Function<Document, T> shape) {
        String list = digest(listed);
        Place place = cursor == null ? null : place(cursor, list, sort);
        boolean backwards = place != null && place.backwards();
        Document rows = place == null ? filter : all(filter, beyond(collection, place, sort));
        List<Document> found = collection
                .find(rows)
                .sort(sort.order(backwards))
                .limit(limit + 1)
                .into(new ArrayList<>());
        boolean more = found.size() > limit;
        List<Document> shown = new ArrayList<>(more ? found.subList(0, limit) : found);
        if (backwards) {
            Collections.reverse(shown);
        }
        long count = cursor == null && !more ? shown.size() : counts.of(collection, filter, listVersion);
        boolean before = backwards ? more : place != null;
        boolean after = backwards || more;
        return new Page<>(
                shown.stream().map(shape).toList(),
                count,
                after && !shown.isEmpty() ? sign(list, sort, false, shown.getLast()) : null,
                before && !shown.isEmpty() ? sign(list, sort, true, shown.getFirst()) : null,
                listVersion);
    }

    public static Document all(Document... conditions) {
        List<Document> given =
                Arrays.stream(conditions).filter(each -> !each.isEmpty()).toList();
        return given.size() == 1 ? given.getFirst() : given.isEmpty() ? new Document() : new Document("$and", given);
    }

    private static Document beyond(MongoCollection<Document> collection, Place place, SortKey sort) {
        String side = sort.descending() == place.backwards() ? "$gt" : "$lt";
        Document id = new Document("_id", new Document(side, place.id()));
        if (sort.field().equals("_id")) {
            return id;
        }
        Object value = sort.personal() ? keyNow(collection, place, sort) : place.value();
        return new Document(
                "$or",
                List.of(
                        new Document(sort.field(), new Document(side, value)),
                        new Document(sort.field(), value).append("_id", new Document(side, place.id()))));
    }

    private static Object keyNow(MongoCollection<Document> collection, Place place, SortKey sort) {
        Document row = collection.find(new Document("_id", place.id())).first();
        if (row == null) {
            throw Problems.badRequest("invalid-cursor", "cursor: its row is gone. Begin again without one.");
        }
        return row.get(sort.field(), "");
    }

    private Place place(String cursor, String list, SortKey sort) {
        Place place = Json.mapper().readValue(cursors.verify(cursor), Place.class);
        if (!place.list().equals(list) || !place.sort().equals(named(sort))) {
            throw Problems.badRequest(
                    "invalid-cursor",
                    "cursor: it belongs to a list with other filters or order. Begin again without one.");
        }
        return place;
    }

    private String sign(String list, SortKey sort, boolean backwards, Document row) {
        Object value = sort.personal() || sort.field().equals("_id") ? null : row.get(sort.field());
        return cursors.sign(
                Json.mapper().writeValueAsString(new Place(list, named(sort), backwards, row.getString("_id"), value)));
    }

    private static String named(SortKey sort) {
        return (sort.descending() ? "-" : "") + sort.name();
    }

    /** A short text in place of a long one, other wherever that is. */
    public static String digest(String listed) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(listed.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
