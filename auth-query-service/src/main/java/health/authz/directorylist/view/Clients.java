package health.authz.directorylist.view;

import com.mongodb.client.FindIterable;
import com.mongodb.client.model.CountOptions;
import health.authz.paging.KeysetPages;
import health.authz.paging.SortKey;
import health.authz.platform.consistency.ConsistencyTokens;
import health.authz.platform.security.Caller;
import health.authz.platform.web.Page;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import health.authz.rebuild.ReadModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.bson.Document;

/** The list of clients, asked. */
public class Clients {
    public static final Set<String> NAMES =
            Set.of("divisionId", "payerId", "clientGroupId", "userGroupId", "q", "active", "lacksGroupId");
    private static final int STREAM_BATCH = 1_000;
    private static final Map<String, SortKey> SORTS =
            Map.of("name", SortKey.byName("name", "nameKey"), "clientId", SortKey.ascending("clientId", "clientId"));
    private final ReadModel model;
    private final Directory directory;
    private final KeysetPages pages;

    public Clients(ReadModel model, Directory directory, KeysetPages pages) {
        this.model = model;
        this.directory = directory;
        this.pages = pages;
    }

    public Page<ClientRow> page(Caller caller, QueryParameters given) {
        Map<String, String> listed = new TreeMap<>(given.all());
        listed.keySet().removeAll(Set.of("cursor", "limit", ConsistencyTokens.PARAMETER));
        return pages.page(
                model.clients(),
                filter(caller, given),
                SortKey.of(given.text("sort").orElse("name"), SORTS),
                given.limit(),
                given.text("cursor").orElse(null),
                "clients" + Visible.text(caller) + listed,
                null,
                ClientRow::of);
    }

    /** Empty for a client that is unknown, erased, or not the caller's to see. */
    public Optional<ClientRow> one(Caller caller, String id) {
        Document client = model.clients()
                .find(new Document("_id", caller.tenant() + "/" + id))
                .first();
        return Optional.ofNullable(client)
                .filter(found -> !found.getBoolean("erased"))
                .filter(found -> caller.maySee(
                        found.getList("divisionIds", String.class), found.getList("assignedUserIds", String.class)))
                .map(ClientRow::of);
    }

    /** Ids of all that match, sorted. */
    public FindIterable<Document> selected(Caller caller, QueryParameters given) {
        return model.clients()
                .find(filter(caller, given))
                .sort(new Document("clientId", 1))
                .projection(new Document("clientId", 1))
                .allowDiskUse(true)
                .batchSize(STREAM_BATCH);
    }

    /** How many match, counted no further than asked. */
    public long count(Caller caller, QueryParameters given, int most) {
        return model.clients().countDocuments(filter(caller, given), new CountOptions().limit(most));
    }

    private Document filter(Caller caller, QueryParameters given) {
        List<Document> conditions = new ArrayList<>();
        conditions.add(Visible.to(caller).append("erased", false));
        named(caller, given, "divisionId", ReferenceKind.DIVISIONS, "divisionIds", conditions);
        named(caller, given, "payerId", ReferenceKind.PAYERS, "payerIds", conditions);
        named(caller, given, "clientGroupId", ReferenceKind.CLIENT_GROUPS, "clientGroupIds", conditions);
        given.text("userGroupId").ifPresent(id -> {
            directory.mustKnow(caller, ReferenceKind.USER_GROUPS, id);
            conditions.add(new Document("assignedUserIds", new Document("$in", directory.membersOf(caller, id))));
        });
        switch (given.text("active").orElse("true")) {
            case "true" -> conditions.add(new Document("active", true));
            case "false" -> conditions.add(new Document("active", false));
            case "any" -> {}
            default -> throw Problems.invalid("active", "is true, false or any");
        }
        given.text("lacksGroupId")
                .ifPresent(id -> conditions.add(
                        new Document("clientId", new Document("$nin", List.copyOf(haveAll(caller, id))))));
        given.text("q").ifPresent(q -> conditions.add(Texts.contains(q, "search")));
        return KeysetPages.all(conditions.toArray(Document[]::new));
    }

    private void named(
            Caller caller,
            QueryParameters given,
            String name,
            ReferenceKind kind,
            String field,
            List<Document> conditions) {
        given.text(name).ifPresent(id -> {
            directory.mustKnow(caller, kind, id);
            conditions.add(new Document(field, id));
        });
    }

    /** Clients with a usable authorization, current or upcoming, for every code of the group. */
    private Set<String> haveAll(Caller caller, String groupId) {
        Set<String> codes = Set.copyOf(directory.codesOf(caller, "lacksGroupId", groupId));
        Map<String, Set<String>> held = new HashMap<>();
        Document usable = directory.days(caller).condition(day -> new Document("state", "OPEN")
                .append("hasUnits", true)
                .append("endKey", new Document("$gte", day.toString())));
        model.authorizations()
                .find(KeysetPages.all(
                        new Document("tenant", caller.tenant().value())
                                .append("billingCode", new Document("$in", codes)),
                        usable))
                .projection(new Document("clientId", 1).append("billingCode", 1))
                .forEach(row -> held.computeIfAbsent(row.getString("clientId"), any -> new HashSet<>())
                        .add(row.getString("billingCode")));
        held.values().removeIf(has -> has.size() < codes.size());
        return held.keySet();
    }
}
