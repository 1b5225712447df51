package health.authz.authorizationhistory;

import com.mongodb.client.model.Filters;
import health.authz.authorizationlist.view.AuthorizationRows;
import health.authz.consistency.ConsistentReads;
import health.authz.platform.consistency.ConsistencyTokens;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.Page;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import health.authz.rebuild.ListPage;
import health.authz.rebuild.ListState;
import health.authz.rebuild.ListStates;
import health.authz.rebuild.ReadModel;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** What happened to one authorization, oldest first. Sequences have no holes, so a page is a range of ids. */
@RestController
class HistoryController {
    private static final Set<String> KNOWN = Set.of("limit", "cursor", ConsistencyTokens.PARAMETER);
    private final AuthorizationRows rows;
    private final ReadModel model;
    private final Cursors cursors;
    private final ListStates states;
    private final ConsistentReads reads;

    HistoryController(
            AuthorizationRows rows, ReadModel model, Cursors cursors, ListStates states, ConsistentReads reads) {
        this.rows = rows;
        this.model = model;
        this.cursors = cursors;
        this.states = states;
        this.reads = reads;
    }

    @GetMapping("/api/v1/authorizations/{id}/history")
    ListPage<HistoryItem> history(Caller caller, @PathVariable("id") String id, HttpServletRequest request) {
        caller.require(Permission.AUTH_READ);
        QueryParameters given = QueryParameters.of(request, KNOWN);
        reads.await(caller, given.text(ConsistencyTokens.PARAMETER).orElse(null));
        ListState state = states.now();
        Document row = rows.row(caller, id).orElseThrow(() -> states.unlessItComesYet(Problems.notFound()));
        long last = row.get("seq", Number.class).longValue();
        String place = "history/" + id + "/";
        long first = given.text("cursor")
                .map(cursor -> from(cursors.verify(cursor), place))
                .orElse(0L);
        long end = Math.min(last, first + given.limit() - 1);
        Page<HistoryItem> page = new Page<>(
                items(row, first, end),
                last + 1,
                end < last ? cursors.sign(place + (end + 1)) : null,
                first > 0 ? cursors.sign(place + Math.max(0, first - given.limit())) : null,
                null);
        return ListPage.of(page, state);
    }

    private static long from(String place, String expected) {
        if (!place.startsWith(expected)) {
            throw Problems.badRequest("invalid-cursor", "cursor: it belongs to another list. Begin again without one.");
        }
        return Long.parseLong(place.substring(expected.length()));
    }

    private List<HistoryItem> items(Document row, long first, long end) {
        Map<Long, Document> stored = stored(row, Math.max(0, first - 1), end);
        List<HistoryItem> items = new ArrayList<>();
        @Nullable JsonNode totals = first == 0 ? null : totalsBefore(row, first);
        for (long seq = first; seq <= end; seq++) {
            Document each = stored.get(seq);
            if (each != null) {
                items.add(HistoryReader.item(each, totals));
                JsonNode now = HistoryReader.event(each).get("totals");
                totals = now == null ? totals : now;
            }
        }
        return items;
    }

    /** The first line is part of the row. */
    private Map<Long, Document> stored(Document row, long first, long end) {
        Map<Long, Document> stored = new HashMap<>();
        List<String> ids = new ArrayList<>();
        for (long seq = Math.max(1, first); seq <= end; seq++) {
            ids.add(row.getString("_id") + "/" + seq);
        }
        if (!ids.isEmpty()) {
            model.history()
                    .find(Filters.in("_id", ids))
                    .forEach(each -> stored.put(each.get("seq", Number.class).longValue(), each));
        }
        if (first == 0) {
            stored.put(
                    0L,
                    Objects.requireNonNull(
                            row.get(ReadModel.FIRST_LINE, Document.class), "a row has the first line of its history"));
        }
        return stored;
    }

    /** Totals before a page: of the nearest earlier event that tells any. */
    private @Nullable JsonNode totalsBefore(Document row, long first) {
        for (long seq = first - 1; seq >= 0; seq--) {
            Document each = stored(row, seq, seq).get(seq);
            JsonNode totals = each == null ? null : HistoryReader.event(each).get("totals");
            if (totals != null) {
                return totals;
            }
        }
        return null;
    }
}
