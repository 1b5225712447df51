package health.authz.directorylist.view;

import health.authz.paging.KeysetPages;
import health.authz.paging.SortKey;
import health.authz.platform.security.Caller;
import health.authz.platform.web.Page;
import health.authz.platform.web.QueryParameters;
import health.authz.rebuild.ReadModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;

/** Users, payers, divisions and groups, by name. */
public class ReferenceRows {
    private static final SortKey BY_NAME = SortKey.byName("name", "nameKey");
    private static final Set<String> INNER = Set.of("_id", "version", "tenant", "erased", "nameKey", "search");
    private final ReadModel model;
    private final KeysetPages pages;

    public ReferenceRows(ReadModel model, KeysetPages pages) {
        this.model = model;
        this.pages = pages;
    }

    public Page<Map<String, Object>> page(Caller caller, ReferenceKind kind, QueryParameters given) {
        List<Document> conditions = new ArrayList<>();
        conditions.add(new Document("tenant", caller.tenant().value()).append("erased", false));
        if (narrowed(caller, kind)) {
            conditions.add(
                    new Document("id", new Document("$in", caller.divisions().ids())));
        }
        given.text("q").ifPresent(q -> conditions.add(Texts.contains(q, "search")));
        return pages.page(
                model.reference(kind.collection()),
                KeysetPages.all(conditions.toArray(Document[]::new)),
                BY_NAME,
                given.limit(),
                given.text("cursor").orElse(null),
                kind + Visible.text(caller) + given.text("q").orElse(""),
                null,
                ReferenceRows::shape);
    }

    public Optional<Map<String, Object>> one(Caller caller, ReferenceKind kind, String id) {
        return Optional.ofNullable(model.reference(kind.collection())
                        .find(new Document("_id", caller.tenant() + "/" + id))
                        .first())
                .filter(found -> !found.getBoolean("erased"))
                .filter(found ->
                        !narrowed(caller, kind) || caller.divisions().ids().contains(id))
                .map(ReferenceRows::shape);
    }

    private static boolean narrowed(Caller caller, ReferenceKind kind) {
        return kind == ReferenceKind.DIVISIONS && !caller.divisions().all();
    }

    private static Map<String, Object> shape(Document found) {
        Map<String, Object> shown = new LinkedHashMap<>(found);
        shown.keySet().removeAll(INNER);
        return shown;
    }
}
