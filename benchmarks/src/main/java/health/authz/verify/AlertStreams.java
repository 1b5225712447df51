package health.authz.verify;

import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import health.authz.events.alert.AlertEvent;
import health.authz.events.alert.AlertEvent.AlertAcknowledged;
import health.authz.events.alert.AlertEvent.AlertClosed;
import health.authz.events.alert.AlertEvent.AlertRaised;
import health.authz.events.alert.AlertEvent.AlertSeen;
import health.authz.events.envelope.EventTypes;
import health.authz.platform.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Every alert of the inbox, and what the list remembers of it, equal what its stored events add up to. */
final class AlertStreams {
    private static final int PART = 1_000;
    private static final String IDS = """
            select aggregate_identifier from domain_event_entry
             where aggregate_identifier > ? and sequence_number = 0 and payload_type = 'AlertRaised'
             order by aggregate_identifier limit\s""" + PART;
    private static final String STREAMS = """
            select aggregate_identifier, sequence_number, global_index, payload_type, payload
              from domain_event_entry where aggregate_identifier = any(?)
             order by aggregate_identifier, sequence_number""";
    private static final String ROWS = """
            select a.id::text, a.seq, a.tenant, a.kind, a.state, a.authorization_id, a.client_id, a.billing_code, a.payer_id,
                   a.end_date, a.value, a.threshold, a.operation_id, a.recipients, a.close_cause, a.acknowledged_by,
                   array(select s.user_id from alert_seen s where s.alert_id = a.id order by s.user_id collate "C") as seen
              from alert a where a.id = any(?::uuid[])""";

    private final Database alerts;
    private final MongoDatabase list;
    private final long bound;

    AlertStreams(Database alerts, MongoDatabase list, long bound) {
        this.alerts = alerts;
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
        alerts.inOneSnapshot(() -> alerts.each(IDS, row -> ids.add(row.getString(1)), id));
        return ids;
    }

    /** What the events of one alert add up to. */
    private static final class Folded {
        private @Nullable AlertRaised raised;
        private @Nullable String cause;
        private @Nullable String acknowledgedBy;
        private final Set<String> seen = new TreeSet<>();
        private long seq = -1;
        private boolean inBound;
    }

    private Look look(List<String> ids) throws SQLException {
        Map<String, Document> remembered = new HashMap<>();
        list.getCollection("alerts")
                .find(Filters.in("_id", ids))
                .forEach(each -> remembered.put(each.getString("_id"), each));
        Map<String, Folded> streams = new HashMap<>();
        Map<String, Map<String, @Nullable Object>> rows = new HashMap<>();
        Object asked = ids.toArray(String[]::new);
        alerts.inOneSnapshot(() -> {
            alerts.each(
                    STREAMS, row -> fold(streams.computeIfAbsent(row.getString(1), any -> new Folded()), row), asked);
            alerts.each(ROWS, row -> rows.put(row.getString(1), Fields.columns(row)), asked);
        });
        Look look = new Look();
        streams.forEach((id, folded) -> {
            if (folded.raised != null) {
                inbox(look, id, folded, folded.raised, rows.get(id));
                list(look, id, folded, folded.raised, remembered.get(id));
            }
        });
        return look;
    }

    private void fold(Folded folded, ResultSet row) throws SQLException {
        folded.seq = row.getLong(2);
        folded.inBound |= row.getLong(2) == 0 && row.getLong(3) <= bound;
        byte[] value = row.getBytes(5);
        AlertEvent event = EventTypes.classOf(row.getString(4))
                .filter(AlertEvent.class::isAssignableFrom)
                .map(known -> (AlertEvent) Json.mapper().readValue(value, known))
                .orElse(null);
        switch (event) {
            case AlertRaised raised -> folded.raised = raised;
            case AlertClosed closed -> folded.cause = closed.cause().name();
            case AlertAcknowledged acknowledged ->
                folded.acknowledgedBy = acknowledged.userId().value();
            case AlertSeen seen -> folded.seen.add(seen.userId().value());
            case null -> {}
        }
    }

    private static void inbox(
            Look look, String id, Folded folded, AlertRaised raised, @Nullable Map<String, @Nullable Object> row) {
        look.compared(1);
        if (row == null) {
            look.found(id, Finding.missing("alert of the inbox", id));
            return;
        }
        look.differing(
                id,
                "alert of the inbox",
                new Fields()
                        .with("seq", folded.seq)
                        .with("tenant", raised.tenantId())
                        .with("kind", raised.kind())
                        .with("state", folded.cause == null ? "OPEN" : "CLOSED")
                        .with("authorization_id", raised.authorizationId())
                        .with("client_id", raised.clientId())
                        .with("billing_code", raised.billingCode())
                        .with("payer_id", raised.payerId())
                        .with("end_date", raised.endDate())
                        .with("value", raised.value())
                        .with("threshold", raised.threshold())
                        .with("operation_id", raised.operationId())
                        .with("recipients", raised.recipients())
                        .with("close_cause", folded.cause)
                        .with("acknowledged_by", folded.acknowledgedBy)
                        .with("seen", folded.seen)
                        .differingFrom(row));
    }

    private static void list(Look look, String id, Folded folded, AlertRaised raised, @Nullable Document remembered) {
        if (remembered == null) {
            if (folded.inBound) {
                look.compared(1);
                look.found(id, Finding.missing("alert that the list knows", id));
            }
            return;
        }
        look.compared(1);
        look.differing(
                id,
                "alert that the list knows",
                new Fields()
                        .with("authorizationId", raised.authorizationId())
                        .with("kind", raised.kind())
                        .with("state", 2L * raised.armingEpoch())
                        .differingFrom(remembered));
    }
}
