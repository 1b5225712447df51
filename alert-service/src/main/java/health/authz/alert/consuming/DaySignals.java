package health.authz.alert.consuming;

import health.authz.alert.application.Alerts;
import health.authz.calendar.CalendarTable;
import health.authz.events.calendar.CalendarEvent.DayBegan;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.Received;
import health.authz.platform.consuming.RecordRejected;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Days that began: the daily look, one for each day, also for those that were missed. */
public class DaySignals implements BatchHandler {
    private final Alerts alerts;
    private final CalendarTable calendar;

    public DaySignals(Alerts alerts, CalendarTable calendar) {
        this.alerts = alerts;
        this.calendar = calendar;
    }

    @Override
    public void handle(List<Received> batch) {
        alerts.lock(batch.stream().map(Received::tenant).collect(Collectors.toSet()));
        Map<String, RecordRejected> rejected = new LinkedHashMap<>();
        for (Received record : batch) {
            if (record.event() instanceof DayBegan began && !rejected.containsKey(record.subject())) {
                switch (calendar.look(began, record.sequence() == 0)) {
                    case NEXT -> alerts.onDay(began.tenantId(), began.zone(), began.date(), Alerts.causedBy(record));
                    case TOO_EARLY ->
                        rejected.put(record.subject(), record.rejected("gap: days before it are missing"));
                    case OVER -> {}
                }
            }
        }
        if (!rejected.isEmpty()) {
            throw RecordRejected.together(List.copyOf(rejected.values()));
        }
    }
}
