package health.authz.authorizationlist.view;

import com.mongodb.client.FindIterable;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.CountOptions;
import health.authz.directorylist.view.Days;
import health.authz.directorylist.view.Directory;
import health.authz.directorylist.view.Visible;
import health.authz.paging.KeysetPages;
import health.authz.paging.SortKey;
import health.authz.platform.consistency.ConsistencyTokens;
import health.authz.platform.security.Caller;
import health.authz.platform.web.Page;
import health.authz.platform.web.QueryParameters;
import health.authz.rebuild.ReadModel;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;

/** The master list, asked. */
public class AuthorizationRows {
    private static final int STREAM_BATCH = 1_000;
    private static final Map<String, SortKey> SORTS = Stream.of(
                    SortKey.byName("clientName", "clientNameKey"),
                    SortKey.ascending("clientId", "clientId"),
                    SortKey.ascending("billingCode", "billingCode"),
                    SortKey.ascending("payerId", "payerKey"),
                    SortKey.ascending("authorizationNumber", "numberKey"),
                    SortKey.ascending("startDate", "start"),
                    SortKey.ascending("endDate", "endKey"),
                    SortKey.ascending("remainingUnits", "remainingKey"),
                    SortKey.ascending("allottedUnits", "allottedKey"),
                    SortKey.ascending("systemAuthNo", "systemAuthNo"),
                    SortKey.ascending("authorizationId", "_id"))
            .collect(Collectors.toUnmodifiableMap(SortKey::name, key -> key));

    private final ReadModel model;
    private final Directory directory;
    private final KeysetPages pages;

    public AuthorizationRows(ReadModel model, Directory directory, KeysetPages pages) {
        this.model = model;
        this.directory = directory;
        this.pages = pages;
    }

    /** By client's name unless said otherwise. */
    public static SortKey sort(QueryParameters given) {
        return SortKey.of(given.text("sort").orElse("clientName"), SORTS);
    }

    /** @param version of the list, looked up before */
    public Page<AuthorizationRow> page(Caller caller, QueryParameters given, String version) {
        Days days = directory.days(caller);
        return pages.page(
                model.authorizations(),
                AuthorizationFilter.of(given, caller, directory, days),
                sort(given),
                given.limit(),
                given.text("cursor").orElse(null),
                "authorizations" + Visible.text(caller) + listed(given),
                version,
                row -> AuthorizationRow.of(row, days));
    }

    private static String listed(QueryParameters given) {
        Map<String, String> filters = new TreeMap<>(given.all());
        filters.keySet().removeAll(Set.of("cursor", "limit", ConsistencyTokens.PARAMETER));
        return filters.toString();
    }

    /** All rows that match, in the list's order, one after another. */
    public void each(Caller caller, QueryParameters given, Consumer<AuthorizationRow> taking) {
        Days days = directory.days(caller);
        model.authorizations()
                .find(AuthorizationFilter.of(given, caller, directory, days))
                .projection(new Document(ReadModel.FIRST_LINE, 0))
                .sort(sort(given).order())
                .allowDiskUse(true)
                .batchSize(STREAM_BATCH)
                .forEach(row -> taking.accept(AuthorizationRow.of(row, days)));
    }

    /** What a selection freezes: raw rows, sorted by one field. */
    public FindIterable<Document> selected(Caller caller, QueryParameters given, String sortedBy) {
        return model.authorizations()
                .find(AuthorizationFilter.of(given, caller, directory, directory.days(caller)))
                .sort(new Document(sortedBy, 1))
                .projection(new Document("seq", 1).append("clientId", 1))
                .allowDiskUse(true)
                .batchSize(STREAM_BATCH);
    }

    /** How many match, counted no further than asked. */
    public long count(Caller caller, QueryParameters given, int most) {
        return model.authorizations()
                .countDocuments(
                        AuthorizationFilter.of(given, caller, directory, directory.days(caller)),
                        new CountOptions().limit(most));
    }

    public Optional<Document> row(Caller caller, String id) {
        Document row = model.authorizations().find(new Document("_id", id)).first();
        return Optional.ofNullable(row)
                .filter(found ->
                        found.getString("tenant").equals(caller.tenant().value()))
                .filter(found -> caller.maySee(
                        found.getList("divisionIds", String.class), found.getList("assignedUserIds", String.class)));
    }

    public Optional<AuthorizationRow> one(Caller caller, String id) {
        return row(caller, id).map(row -> AuthorizationRow.of(row, directory.days(caller)));
    }

    /** How many of each status that is asked for, in one pass over the rows. */
    public Map<String, Object> summary(Caller caller, QueryParameters given) {
        Days days = directory.days(caller);
        Map<String, Long> byStatus = new LinkedHashMap<>();
        EnumSet.copyOf(AuthorizationFilter.statuses(given)).forEach(status -> byStatus.put(status.name(), 0L));
        model.authorizations()
                .aggregate(List.of(
                        Aggregates.match(AuthorizationFilter.of(given, caller, directory, days)),
                        Aggregates.group(Status.expression(days.expression()), Accumulators.sum("rows", 1))))
                .forEach(found -> byStatus.put(
                        found.getString("_id"), found.get("rows", Number.class).longValue()));
        long count = byStatus.values().stream().mapToLong(Long::longValue).sum();
        return Map.of("count", count, "byStatus", byStatus);
    }
}
