package health.authz.alert.application;

import health.authz.events.AlertId;
import health.authz.events.alert.AlertEvent.AlertClosed;
import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.events.alert.AlertEvent.AlertRaised;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** The rows of the inbox, written with the alerts' events. */
class AlertTable {
    private final JdbcTemplate jdbc;

    AlertTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Where an alert's stream ends, and whom it reached. */
    record Standing(AlertKind kind, long seq, boolean reached) {}

    /** Those of these alerts that exist, locked until the transaction ends. */
    Map<AlertId, Standing> lock(Collection<AlertId> ids) {
        Map<AlertId, Standing> found = new HashMap<>();
        jdbc.query(
                "select id, kind, seq, cardinality(recipients) > 0 from alert where id = any(?) order by id for update",
                row -> {
                    found.put(
                            new AlertId(row.getObject(1, UUID.class)),
                            new Standing(AlertKind.valueOf(row.getString(2)), row.getLong(3), row.getBoolean(4)));
                },
                (Object) ids.stream().map(AlertId::value).toArray(UUID[]::new));
        return found;
    }

    void raised(List<AlertRaised> alerts, Instant at) {
        jdbc.batchUpdate("""
                insert into alert (id, seq, tenant, kind, state, authorization_id, client_id, billing_code, payer_id, end_date,
                                   value, threshold, operation_id, recipients, raised_at)
                values (?, 0, ?, ?, 'OPEN', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""", alerts, Math.max(1, alerts.size()), (row, alert) -> {
            row.setObject(1, alert.alertId().value());
            row.setString(2, alert.tenantId().value());
            row.setString(3, alert.kind().name());
            row.setObject(4, alert.authorizationId().value());
            row.setString(5, alert.clientId().value());
            row.setString(6, alert.billingCode().value());
            row.setString(7, alert.payerId() == null ? null : alert.payerId().value());
            row.setObject(8, alert.endDate());
            row.setBigDecimal(9, alert.value());
            row.setBigDecimal(10, alert.threshold());
            row.setObject(
                    11, alert.operationId() == null ? null : alert.operationId().value());
            row.setArray(
                    12,
                    row.getConnection()
                            .createArrayOf(
                                    "text",
                                    alert.recipients().stream()
                                            .map(Object::toString)
                                            .toArray()));
            row.setTimestamp(13, Timestamp.from(at));
        });
    }

    void closed(List<AlertClosed> alerts, Instant at) {
        jdbc.batchUpdate(
                "update alert set state = 'CLOSED', seq = seq + 1, closed_at = ?, close_cause = ? where id = ?",
                alerts,
                Math.max(1, alerts.size()),
                (row, alert) -> {
                    row.setTimestamp(1, Timestamp.from(at));
                    row.setString(2, alert.cause().name());
                    row.setObject(3, alert.alertId().value());
                });
    }
}
