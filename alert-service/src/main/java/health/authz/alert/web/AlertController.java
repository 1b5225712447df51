package health.authz.alert.web;

import health.authz.alert.application.AlertReaders;
import health.authz.alert.view.Inbox;
import health.authz.alert.view.InboxAlert;
import health.authz.alert.view.InboxPage;
import health.authz.alert.view.InboxQuery;
import health.authz.events.AlertId;
import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.Page;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The inbox over HTTP. */
@RestController
@RequestMapping("/api/v1/alerts")
class AlertController {
    private static final Set<String> KNOWN = Set.of(
            "state",
            "kind",
            "authorizationId",
            "clientId",
            "payerId",
            "operationId",
            "scope",
            "seen",
            "limit",
            "cursor");
    private final Inbox inbox;
    private final AlertReaders readers;
    private final Cursors cursors;

    AlertController(Inbox inbox, AlertReaders readers, Cursors cursors) {
        this.inbox = inbox;
        this.readers = readers;
        this.cursors = cursors;
    }

    @GetMapping
    Page<InboxAlert> list(Caller caller, HttpServletRequest request) {
        caller.require(Permission.ALERT_READ);
        QueryParameters query = QueryParameters.of(request, KNOWN);
        boolean mine = !choice(query, "scope", List.of("mine", "all")).equals("all");
        if (!mine) {
            caller.require(Permission.ALERT_MANAGE);
        }
        Map<String, Object> equal = equal(query);
        String listing = listing(caller, query);
        InboxQuery asked = new InboxQuery(
                equal,
                mine,
                query.flag("seen").orElse(null),
                query.limit(),
                query.text("cursor").map(c -> place(c, listing)).orElse(null));
        InboxPage page = inbox.page(caller, asked);
        List<InboxAlert> items = page.items();
        return new Page<>(
                items,
                inbox.count(caller, asked),
                page.older() && !items.isEmpty() ? cursor(false, items.getLast(), listing) : null,
                page.newer() && !items.isEmpty() ? cursor(true, items.getFirst(), listing) : null,
                null);
    }

    @PostMapping("/{id}/seen")
    InboxAlert seen(Caller caller, @PathVariable("id") UUID id) {
        visible(caller, id);
        readers.seen(caller, new AlertId(id));
        return visible(caller, id);
    }

    @PostMapping("/{id}/acknowledge")
    InboxAlert acknowledge(Caller caller, @PathVariable("id") UUID id) {
        visible(caller, id);
        readers.acknowledged(caller, new AlertId(id));
        return visible(caller, id);
    }

    private InboxAlert visible(Caller caller, UUID id) {
        caller.require(Permission.ALERT_READ);
        return inbox.find(caller, id, !caller.may(Permission.ALERT_MANAGE)).orElseThrow(Problems::notFound);
    }

    private static Map<String, Object> equal(QueryParameters query) {
        Map<String, Object> equal = new LinkedHashMap<>();
        put(equal, "state", choice(query, "state", List.of("OPEN", "CLOSED")));
        put(
                equal,
                "kind",
                choice(
                        query,
                        "kind",
                        Arrays.stream(AlertKind.values()).map(Enum::name).toList()));
        put(equal, "authorization_id", uuid(query, "authorizationId"));
        put(equal, "client_id", query.text("clientId").orElse(null));
        put(equal, "payer_id", query.text("payerId").orElse(null));
        put(equal, "operation_id", uuid(query, "operationId"));
        return equal;
    }

    private static void put(Map<String, Object> equal, String column, @Nullable Object value) {
        if (value != null && !value.equals("")) {
            equal.put(column, value);
        }
    }

    private static String choice(QueryParameters query, String name, List<String> choices) {
        String given = query.text(name).orElse("");
        if (!given.isEmpty() && !choices.contains(given)) {
            throw Problems.invalid(name, "is one of " + String.join(", ", choices));
        }
        return given;
    }

    private static @Nullable UUID uuid(QueryParameters query, String name) {
        return query.text(name)
                .map(text -> {
                    try {
                        return UUID.fromString(text);
                    } catch (IllegalArgumentException notAnId) {
                        throw Problems.invalid(name, "is an id as this system gave it");
                    }
                })
                .orElse(null);
    }

    /** Names the list that a cursor belongs to: everything but where one is in it. */
    private static String listing(Caller caller, QueryParameters query) {
        Map<String, String> filters = new TreeMap<>(query.all());
        filters.keySet().removeAll(Set.of("cursor", "limit"));
        return caller.tenant() + " " + caller.userId() + " " + filters;
    }

    private String cursor(boolean backwards, InboxAlert edge, String listing) {
        return cursors.sign(backwards + "|" + edge.raisedAt() + "|" + edge.id() + "|" + listing);
    }

    private InboxQuery.Place place(String cursor, String listing) {
        String[] parts = cursors.verify(cursor).split("\\|", 4);
        if (parts.length != 4 || !parts[3].equals(listing)) {
            throw Problems.badRequest(
                    "invalid-cursor", "cursor: it belongs to a list with other filters. Begin again without one.");
        }
        return new InboxQuery.Place(Boolean.parseBoolean(parts[0]), Instant.parse(parts[1]), UUID.fromString(parts[2]));
    }
}
