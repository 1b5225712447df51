package health.authz.alert.consuming;

import health.authz.alert.application.Alerts;
import health.authz.calendar.CalendarTable;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.Received;
import java.util.List;
import java.util.stream.Collectors;

/** Events of authorizations: facts kept, alerts decided, one event after the other. */
public class AuthorizationSignals implements BatchHandler {
    private final Alerts alerts;
    private final CalendarTable calendar;

    public AuthorizationSignals(Alerts alerts, CalendarTable calendar) {
        this.alerts = alerts;
        this.calendar = calendar;
    }

    @Override
    public void handle(List<Received> batch) {
        calendar.heardOf(batch.stream().map(Received::tenant).collect(Collectors.toSet()));
        alerts.onAuthorizationEvents(batch);
    }
}
