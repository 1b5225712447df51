package health.authz.verify;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Looks from the other side: whatever is shown or kept must have a stored event, or a stored record, that it stands for. */
final class Surplus {
    private static final int PART = 5_000;
    private static final String NO_STREAM = """
            select id from unnest(?::text[]) as shown (id)
             where not exists (select from domain_event_entry where aggregate_identifier = id and sequence_number = 0)""";
    private static final String NO_EVENT = """
            select line from unnest(?::text[]) as shown (line)
             where not exists (select from domain_event_entry
                                where aggregate_identifier = split_part(line, '/', 1)
                                  and sequence_number = split_part(line, '/', 2)::bigint)""";
    private static final String NO_RECORD = """
            select key from unnest(?::text[]) as shown (key)
             where not exists (select from directory_record
                                where kind = ? and tenant = split_part(key, '/', 1)
                                  and id = substr(key, strpos(key, '/') + 1) and value is not null)""";
    private static final String WINDOWS = """
            select authorization_id::text from authorization_window
             where not exists (select from domain_event_entry
                                where aggregate_identifier = authorization_id::text and sequence_number = 0)""";
    private static final String SNAPSHOTS = WINDOWS.replace("authorization_window", "authorization_snapshot");
    private static final String INBOX = """
            select id::text from alert
             where not exists (select from domain_event_entry
                                where aggregate_identifier = id::text and sequence_number = 0)""";

    private final Database commands;
    private final Database alerts;
    private final MongoDatabase list;
    private final Findings findings;
    private final Progress progress;
    private long looked;

    Surplus(Database commands, Database alerts, MongoDatabase list, Findings findings, Progress progress) {
        this.commands = commands;
        this.alerts = alerts;
        this.list = list;
        this.findings = findings;
        this.progress = progress;
    }

    void look() throws SQLException {
        documents("authorizations", new Document(), ids -> without(NO_STREAM, "row of the list", ids));
        documents("history", new Document(), ids -> without(NO_EVENT, "line of the history", ids));
        documents("open_alerts", new Document(), ids -> without(NO_STREAM, "alerts that the list knows", ids));
        own(commands, WINDOWS, "window");
        own(commands, SNAPSHOTS, "snapshot");
        own(alerts, INBOX, "alert of the inbox");
        keys(
                "select authorization_id::text from watched_authorization",
                ids -> without(NO_STREAM, "facts of alerts", ids));
        for (DirectoryCopies.Copy copy : DirectoryCopies.COPIES) {
            documents(copy.collection(), Filters.ne("erased", true), ids -> record(copy, "list", ids));
            if (copy.table() != null) {
                keys(
                        "select tenant || '/' || %s from %s where not erased".formatted(copy.idColumn(), copy.table()),
                        ids -> record(copy, "alerts", ids));
            }
        }
    }

    private interface Part {
        void look(String[] ids) throws SQLException;
    }

    private void documents(String collection, Bson which, Part part) throws SQLException {
        List<String> ids = new ArrayList<>(PART);
        for (Document each : list.getCollection(collection)
                .find(which)
                .projection(Projections.include("_id"))
                .batchSize(PART)) {
            ids.add(each.getString("_id"));
            if (ids.size() == PART) {
                part.look(taken(ids));
            }
        }
        part.look(taken(ids));
    }

    private void keys(String query, Part part) throws SQLException {
        List<String> ids = new ArrayList<>(PART);
        alerts.inOneSnapshot(() -> alerts.each(query, row -> {
            ids.add(row.getString(1));
            if (ids.size() == PART) {
                part.look(taken(ids));
            }
        }));
        part.look(taken(ids));
    }

    private String[] taken(List<String> ids) {
        String[] part = ids.toArray(String[]::new);
        ids.clear();
        looked += part.length;
        progress.at("rows looked at from the other side", looked);
        return part;
    }

    private void without(String query, String what, String[] ids) throws SQLException {
        find(commands, query, what + " without a stored event", (Object) ids);
    }

    private void record(DirectoryCopies.Copy copy, String where, String[] keys) throws SQLException {
        String kind = copy.kind().wireName();
        find(commands, NO_RECORD, "%s of %s, not in the directory".formatted(kind, where), keys, kind);
    }

    private void own(Database store, String query, String what) throws SQLException {
        find(store, query, what + " without a stored event");
    }

    private void find(Database store, String query, String kind, @Nullable Object... parameters) throws SQLException {
        store.inOneSnapshot(
                () -> store.each(query, row -> findings.add(Finding.doubled(kind, row.getString(1))), parameters));
    }
}
