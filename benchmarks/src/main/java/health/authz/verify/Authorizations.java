package health.authz.verify;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import health.authz.authorization.application.AuthorizationStream;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.envelope.EventTypes;
import health.authz.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Whatever says something of an authorization equals what its stored events add up to: its row of the list with its history,
 * the window and the snapshot beside the events, and what alerts know of it.
 *
 * <p>Everything else is read before the store is. So what is shown is never ahead of what is stored here, and each is compared
 * with the state at its own place in the stream.
 */
final class Authorizations {
    private static final int PART = 500;
    private static final int LINES_PART = 2_000;
    private static final String IDS = """
            select aggregate_identifier from domain_event_entry
             where aggregate_identifier > ? and sequence_number = 0 and type = '%s'
             order by aggregate_identifier limit %d""".formatted(AuthorizationStream.TYPE, PART);
    private static final String STREAMS = """
            select aggregate_identifier, sequence_number, global_index, time_stamp, payload_type, payload, meta_data
              from domain_event_entry where aggregate_identifier = any(?)
             order by aggregate_identifier, sequence_number""";
    private static final String WINDOWS = """
            select authorization_id::text, tenant, client_id, billing_code, payer_id, authorization_number, start_date,
                   end_date, state
              from authorization_window where authorization_id = any(?::uuid[])""";
    private static final String SNAPSHOTS = """
            select authorization_id::text, seq, state from authorization_snapshot
             where authorization_id = any(?::uuid[]) and format = """ + AuthorizationStream.SNAPSHOT_FORMAT;
    private static final String CLIENTS = """
            select tenant || '/' || id, value from directory_record
             where kind = 'client' and (tenant, id) in (select * from unnest(?::text[], ?::text[]))""";

    private final Database commands;
    private final WatchedRows watched;
    private final MongoDatabase list;
    private final long bound;

    /** @param bound position up to which everybody has heard of every event */
    Authorizations(Database commands, Database alerts, MongoDatabase list, long bound) {
        this.commands = commands;
        this.watched = new WatchedRows(alerts);
        this.list = list;
        this.bound = bound;
    }

    void compare(Settling settling) throws SQLException {
        List<String> ids = after("");
        while (!ids.isEmpty()) {
            settling.compare(ids, this::look);
            ids = after(ids.getLast());
        }
    }

    private List<String> after(String id) throws SQLException {
        List<String> ids = new ArrayList<>(PART);
        commands.inOneSnapshot(() -> commands.each(IDS, row -> ids.add(row.getString(1)), id));
        return ids;
    }

    /** What the command service's schema says of a few authorizations, in one state of it. */
    private static final class Stored {
        private final Map<String, Folded> folded = new HashMap<>();
        private final Map<String, Map<String, @Nullable Object>> windows = new HashMap<>();
        private final Map<String, Snapshot> snapshots = new HashMap<>();
        private final Map<String, ClientRecord> clients = new HashMap<>();
    }

    private record Snapshot(long seq, String state) {}

    private Look look(List<String> ids) throws SQLException {
        Map<String, Document> rows = documents("authorizations", ids);
        Map<String, Document> alerts = documents("open_alerts", ids);
        Map<String, Long> lines = lines(rows);
        Map<String, WatchedRows.Watched> facts = watched.of(ids);
        Stored stored = stored(ids, rows, facts);
        Look look = new Look();
        for (String id : ids) {
            Folded folded = stored.folded.get(id);
            if (folded == null) {
                continue;
            }
            if (folded.broken() != null) {
                look.found(id, Finding.different(folded.broken(), id));
                continue;
            }
            window(look, id, folded, stored.windows.get(id));
            snapshot(look, id, folded, stored.snapshots.get(id));
            row(look, id, folded, rows.get(id), stored.clients);
            history(look, id, folded, rows.get(id), lines);
            watched.compare(look, id, folded, facts.get(id), rows.get(id), alerts.get(id));
        }
        return look;
    }

    private Map<String, Document> documents(String collection, List<String> ids) {
        Map<String, Document> found = new HashMap<>();
        list.getCollection(collection)
                .find(Filters.in("_id", ids))
                .forEach(each -> found.put(each.getString("_id"), each));
        return found;
    }

    /** What each line of these rows' histories says, by its id; the first line is part of the row. */
    private Map<String, Long> lines(Map<String, Document> rows) {
        List<String> ids = new ArrayList<>();
        rows.forEach((id, row) -> {
            for (long seq = 1; seq <= seq(row); seq++) {
                ids.add(id + "/" + seq);
            }
        });
        Map<String, Long> lines = HashMap.newHashMap(ids.size());
        for (int from = 0; from < ids.size(); from += LINES_PART) {
            list.getCollection("history")
                    .find(Filters.in("_id", ids.subList(from, Math.min(ids.size(), from + LINES_PART))))
                    .projection(Projections.include("seq", "type", "recordedAt", "actor", "value"))
                    .forEach(line -> lines.put(line.getString("_id"), HistoryLine.of(line)));
        }
        return lines;
    }

    private static long seq(Document row) {
        return row.get("seq", Number.class).longValue();
    }

    private Stored stored(List<String> ids, Map<String, Document> rows, Map<String, WatchedRows.Watched> facts)
            throws SQLException {
        Stored stored = new Stored();
        String[] asked = ids.toArray(String[]::new);
        commands.inOneSnapshot(() -> {
            commands.each(WINDOWS, row -> stored.windows.put(row.getString(1), Fields.columns(row)), (Object) asked);
            commands.each(
                    SNAPSHOTS,
                    row -> stored.snapshots.put(row.getString(1), new Snapshot(row.getLong(2), row.getString(3))),
                    (Object) asked);
            Metadata metadata = new Metadata();
            commands.each(
                    STREAMS,
                    row -> {
                        String id = row.getString(1);
                        stored.folded
                                .computeIfAbsent(id, any -> new Folded(places(id, rows, facts, stored)))
                                .next(
                                        row.getLong(2),
                                        event(row.getString(5), row.getBytes(6)),
                                        HistoryLine.of(
                                                row.getLong(2),
                                                row.getString(5),
                                                Instant.parse(row.getString(4)).toString(),
                                                metadata.actor(row.getBytes(7)),
                                                new String(row.getBytes(6), StandardCharsets.UTF_8)),
                                        row.getLong(3) <= bound);
                    },
                    (Object) asked);
            clients(stored, rows);
        });
        return stored;
    }

    private static Set<Long> places(
            String id, Map<String, Document> rows, Map<String, WatchedRows.Watched> facts, Stored stored) {
        Set<Long> places = new HashSet<>(4);
        if (rows.containsKey(id)) {
            places.add(seq(rows.get(id)));
        }
        if (facts.containsKey(id)) {
            places.add(facts.get(id).seq());
        }
        if (stored.snapshots.containsKey(id)) {
            places.add(stored.snapshots.get(id).seq());
        }
        return places;
    }

    private void clients(Stored stored, Map<String, Document> rows) throws SQLException {
        Set<List<String>> clients = new HashSet<>();
        rows.values().forEach(row -> clients.add(List.of(row.getString("tenant"), row.getString("clientId"))));
        commands.each(
                CLIENTS,
                row -> {
                    if (row.getString(2) != null) {
                        stored.clients.put(
                                row.getString(1), Json.mapper().readValue(row.getString(2), ClientRecord.class));
                    }
                },
                clients.stream().map(List::getFirst).toArray(String[]::new),
                clients.stream().map(List::getLast).toArray(String[]::new));
    }

    private static @Nullable AuthorizationEvent event(String type, byte[] value) {
        return EventTypes.classOf(type)
                .filter(AuthorizationEvent.class::isAssignableFrom)
                .map(known -> (AuthorizationEvent) Json.mapper().readValue(value, known))
                .orElse(null);
    }

    private static void window(Look look, String id, Folded folded, @Nullable Map<String, @Nullable Object> window) {
        Folded.At now = folded.now();
        if (now == null) {
            return;
        }
        look.compared(1);
        if (window == null) {
            look.found(id, Finding.missing("window", id));
            return;
        }
        var state = now.state();
        look.differing(
                id,
                "window",
                new Fields()
                        .with("tenant", state.identity().tenant())
                        .with("client_id", state.identity().client())
                        .with("billing_code", state.identity().code())
                        .with("payer_id", state.definition().payerId())
                        .with("authorization_number", state.definition().authorizationNumber())
                        .with("start_date", state.definition().startDate())
                        .with("end_date", state.definition().endDate())
                        .with("state", state.windowState())
                        .differingFrom(window));
    }

    private static void snapshot(Look look, String id, Folded folded, @Nullable Snapshot snapshot) {
        if (snapshot == null) {
            return;
        }
        look.compared(1);
        Folded.At at = folded.at(snapshot.seq());
        if (at == null) {
            look.found(id, Finding.doubled("snapshot ahead of the stored events", id));
        } else if (!SnapshotForm.isOf(at.state(), snapshot.state())) {
            look.found(id, Finding.different("snapshot", id));
        }
    }

    private static void row(
            Look look, String id, Folded folded, @Nullable Document row, Map<String, ClientRecord> clients) {
        if (row == null) {
            if (folded.lastInBound() >= 0) {
                look.compared(1);
                look.found(id, Finding.missing("row of the list", id));
            }
            return;
        }
        look.compared(1);
        if (seq(row) < folded.lastInBound()) {
            look.found(id, Finding.missing("row of the list, behind its events", id));
        }
        Folded.At at = folded.at(seq(row));
        if (at == null) {
            look.found(id, Finding.doubled("row of the list, ahead of the stored events", id));
            return;
        }
        look.differing(id, "row of the list", ListRow.of(at).differingFrom(row));
        String client = at.state().identity().client().value();
        look.differing(
                id,
                "row of the list",
                ClientOnRow.of(client, clients.get(at.state().identity().tenant() + "/" + client))
                        .differingFrom(row));
    }

    private static void history(Look look, String id, Folded folded, @Nullable Document row, Map<String, Long> lines) {
        if (row == null) {
            return;
        }
        long last = Math.min(seq(row), folded.last());
        for (long seq = 0; seq <= last; seq++) {
            Document first = seq == 0 ? row.get("first", Document.class) : null;
            Long line = first == null ? lines.get(id + "/" + seq) : Long.valueOf(HistoryLine.of(first));
            look.compared(1);
            if (line == null) {
                look.found(id, Finding.missing("line of the history", id + "/" + seq));
            } else if (line != folded.line(seq)) {
                look.found(id, Finding.different("line of the history", id + "/" + seq));
            }
        }
    }

    /** Rows of one chunk have the same metadata, which is then taken apart once. */
    private static final class Metadata {
        private byte[] text = {};
        private String actor = "";

        String actor(byte[] next) {
            if (!Arrays.equals(text, next)) {
                text = next;
                actor = read(next);
            }
            return actor;
        }

        private static String read(byte[] text) {
            try {
                return Json.mapper().readTree(text).path("actor").asString("");
            } catch (JacksonException none) {
                return "";
            }
        }
    }
}
