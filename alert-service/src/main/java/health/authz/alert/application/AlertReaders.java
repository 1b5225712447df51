package health.authz.alert.application;

import health.authz.alert.application.AlertTable.Standing;
import health.authz.events.AlertId;
import health.authz.events.alert.AlertEvent;
import health.authz.events.alert.AlertEvent.AlertAcknowledged;
import health.authz.events.alert.AlertEvent.AlertSeen;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.eventstore.EventStreams;
import health.authz.platform.eventstore.NewEvent;
import health.authz.platform.security.Caller;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** What people do with alerts (rule A-11): each sees for themselves, the first takes it on, and neither closes it. */
public class AlertReaders {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final AlertTable table;
    private final EventStreams streams;
    private final AlertMeters meters;
    private final Clock clock;

    AlertReaders(
            JdbcTemplate jdbc,
            TransactionTemplate transaction,
            AlertTable table,
            EventStreams streams,
            AlertMeters meters,
            Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.table = table;
        this.streams = streams;
        this.meters = meters;
        this.clock = clock;
    }

    /** Again is no event. */
    public void seen(Caller caller, AlertId id) {
        changing(id, standing -> {
            int first = jdbc.update(
                    "insert into alert_seen (alert_id, user_id, seen_at) values (?, ?, ?) on conflict do nothing",
                    id.value(),
                    caller.userId().value(),
                    Timestamp.from(clock.instant()));
            if (first == 1) {
                jdbc.update("update alert set seq = seq + 1 where id = ?", id.value());
                store(caller, id, standing, new AlertSeen(id, caller.userId()), AlertMeters.Step.SEEN);
            }
        });
    }

    /** Somebody took it on before: theirs it stays. */
    public void acknowledged(Caller caller, AlertId id) {
        changing(id, standing -> {
            int first = jdbc.update("""
                    update alert set seq = seq + 1, acknowledged_by = ?, acknowledged_at = ?
                     where id = ? and acknowledged_by is null""", caller.userId().value(), Timestamp.from(clock.instant()), id.value());
            if (first == 1) {
                store(caller, id, standing, new AlertAcknowledged(id, caller.userId()), AlertMeters.Step.ACKNOWLEDGED);
            }
        });
    }

    private void changing(AlertId id, java.util.function.Consumer<Standing> change) {
        transaction.executeWithoutResult(status -> {
            Standing standing = table.lock(List.of(id)).get(id);
            if (standing != null) {
                change.accept(standing);
            }
        });
    }

    private void store(Caller caller, AlertId id, Standing at, AlertEvent event, AlertMeters.Step step) {
        streams.append(List.of(
                new NewEvent(Alerts.AGGREGATE_TYPE, id.toString(), at.seq() + 1, event, EventMetadata.of(caller))));
        meters.counted(at.kind(), step, at.reached());
    }
}
