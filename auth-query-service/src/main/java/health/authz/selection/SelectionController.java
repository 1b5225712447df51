package health.authz.selection;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import health.authz.authorizationlist.view.AuthorizationFilter;
import health.authz.authorizationlist.view.AuthorizationRows;
import health.authz.consistency.ConsistentReads;
import health.authz.directorylist.view.Clients;
import health.authz.directorylist.view.Visible;
import health.authz.paging.KeysetPages;
import health.authz.platform.consistency.Reach;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Fields;
import health.authz.platform.web.QueryParameters;
import health.authz.rebuild.Checkpoints;
import health.authz.rebuild.ListStates;
import health.authz.rebuild.ReadModel;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * Selections for previews, as the caller sees the list; for the command service, never routed by the gateway. None is made of
 * half a list: 503 while it is rebuilt. Clients that are named are not looked up, so they pass.
 */
@RestController
class SelectionController {
    /** Stands for a row that does not exist or may not be seen; the command service refuses it. */
    private static final long NOT_VISIBLE = -1;

    /** Whoever asks, asks again; a connection is not held for longer. */
    private static final Duration AT_ONE_TRY = Duration.ofSeconds(2);

    private final AuthorizationRows rows;
    private final Clients clients;
    private final ReadModel model;
    private final ListStates states;
    private final ConsistentReads reads;

    SelectionController(
            AuthorizationRows rows, Clients clients, ReadModel model, ListStates states, ConsistentReads reads) {
        this.rows = rows;
        this.clients = clients;
        this.model = model;
        this.states = states;
        this.reads = reads;
    }

    @PostMapping("/internal/selections/authorizations")
    void authorizations(
            Caller caller, @RequestBody JsonNode body, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        caller.require(Permission.AUTH_READ);
        Fields fields = Fields.of(body);
        Selection selection = Selection.of(fields, AuthorizationFilter.NAMES);
        fields.done();
        Checkpoints before = fresh(caller, request);
        QueryParameters filter = selection.filter();
        if (filter == null) {
            named(caller, selection, new Lines(response, selection.named()), before);
            return;
        }
        FindIterable<Document> found = Selection.refusing(() -> rows.selected(caller, filter, "_id"));
        Lines lines = new Lines(response, selection.atLeast(most -> rows.count(caller, filter, most)));
        try (MongoCursor<Document> each = found.iterator()) {
            while (each.hasNext()) {
                Document row = each.next();
                if (!selection.except().contains(row.getString("_id"))) {
                    lines.row(row.getString("_id"), row.get("seq", Number.class).longValue());
                }
            }
        }
        end(lines, before);
    }

    /** Waits for what the caller wants to be listed. */
    private Checkpoints fresh(Caller caller, HttpServletRequest request) {
        Checkpoints seen = states.mustBeWhole();
        String reach = request.getHeader(Reach.HEADER);
        if (reach != null) {
            reads.await(Reach.of(reach), AT_ONE_TRY);
        }
        reads.await(caller, request);
        return seen;
    }

    /** Whoever reads the lines takes those without an end for cut off. */
    private void end(Lines lines, Checkpoints before) throws IOException {
        states.mustHaveStayedWhole(before);
        lines.end();
    }

    private void named(Caller caller, Selection selection, Lines lines, Checkpoints before) throws IOException {
        Map<String, Long> seen = new HashMap<>();
        model.authorizations()
                .find(KeysetPages.all(new Document("_id", new Document("$in", selection.ids())), Visible.to(caller)))
                .projection(new Document("seq", 1))
                .forEach(row -> seen.put(
                        row.getString("_id"), row.get("seq", Number.class).longValue()));
        for (String id : selection.ids()) {
            if (!selection.except().contains(id)) {
                lines.row(id, seen.getOrDefault(id, NOT_VISIBLE));
            }
        }
        end(lines, before);
    }

    @PostMapping("/internal/selections/clients")
    void clients(Caller caller, @RequestBody JsonNode body, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        caller.require(Permission.AUTH_READ);
        Fields fields = Fields.of(body);
        Optional<Fields> inner = fields.object("ofAuthorizations");
        if (inner.isPresent()) {
            Selection of = Selection.of(inner.get(), AuthorizationFilter.NAMES);
            TreeSet<String> except = new TreeSet<>(fields.texts("except", 100, 100_000));
            fields.done();
            clientsOf(caller, of, except, request, response);
            return;
        }
        Selection selection = Selection.of(fields, Clients.NAMES);
        fields.done();
        QueryParameters filter = selection.filter();
        if (filter == null) {
            Lines lines = new Lines(response, selection.named());
            for (String id : selection.ids()) {
                if (!selection.except().contains(id)) {
                    lines.id(id);
                }
            }
            lines.end();
            return;
        }
        Checkpoints before = fresh(caller, request);
        FindIterable<Document> found = Selection.refusing(() -> clients.selected(caller, filter));
        Lines lines = new Lines(response, selection.atLeast(most -> clients.count(caller, filter, most)));
        distinct(found, selection.except(), lines);
        end(lines, before);
    }

    private void clientsOf(
            Caller caller,
            Selection selection,
            Set<String> exceptClients,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Checkpoints before = fresh(caller, request);
        QueryParameters filter = selection.filter();
        FindIterable<Document> found = filter == null
                ? model.authorizations()
                        .find(Filters.and(List.of(Filters.in("_id", selection.ids()), Visible.to(caller))))
                        .sort(new Document("clientId", 1))
                : Selection.refusing(() -> rows.selected(caller, filter, "clientId"));
        Lines lines = new Lines(response, 0); // how many clients the rows have, only reading them tells
        String last = "";
        try (MongoCursor<Document> each = found.iterator()) {
            while (each.hasNext()) {
                Document row = each.next();
                String client = row.getString("clientId");
                if (!client.equals(last)
                        && !selection.except().contains(row.getString("_id"))
                        && !exceptClients.contains(client)) {
                    lines.id(client);
                    last = client;
                }
            }
        }
        end(lines, before);
    }

    private static void distinct(FindIterable<Document> found, Set<String> except, Lines lines) throws IOException {
        try (MongoCursor<Document> each = found.iterator()) {
            while (each.hasNext()) {
                String id = each.next().getString("clientId");
                if (!except.contains(id)) {
                    lines.id(id);
                }
            }
        }
    }
}
