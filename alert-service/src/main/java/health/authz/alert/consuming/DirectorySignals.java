package health.authz.alert.consuming;

import health.authz.alert.application.Alerts;
import health.authz.alert.application.DirectoryCopy;
import health.authz.calendar.CalendarTable;
import health.authz.events.ClientId;
import health.authz.events.TenantId;
import health.authz.events.directory.DirectoryKey;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.directory.DirectoryRecord.UserRecord;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.Received;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Clients, users and divisions. Alerts on a client are decided again when it comes, goes, moves or becomes active or
 * inactive; whom an alert reached is never changed afterwards.
 */
public class DirectorySignals implements BatchHandler {
    private final DirectoryCopy copy;
    private final Alerts alerts;
    private final CalendarTable calendar;

    public DirectorySignals(DirectoryCopy copy, Alerts alerts, CalendarTable calendar) {
        this.copy = copy;
        this.alerts = alerts;
        this.calendar = calendar;
    }

    @Override
    public void handle(List<Received> batch) {
        Map<DirectoryKey, Received> last = new LinkedHashMap<>();
        batch.forEach(record -> last.put(key(record), record));
        Set<TenantId> tenants = new TreeSet<>();
        last.keySet().forEach(key -> tenants.add(key.tenant()));
        alerts.lock(tenants);
        calendar.heardOf(tenants);
        Map<TenantId, Set<ClientId>> moved = new TreeMap<>();
        apply(last).forEach(client -> moved.computeIfAbsent(client.tenant(), tenant -> new HashSet<>())
                .add(new ClientId(client.id())));
        Received cause = batch.getLast();
        moved.forEach((tenant, clients) -> alerts.onClientsChanged(tenant, clients, Alerts.causedBy(cause)));
    }

    private static DirectoryKey key(Received record) {
        try {
            return DirectoryKey.of(record.key());
        } catch (IllegalArgumentException foreign) {
            throw record.rejected("no directory key");
        }
    }

    /** All of a kind in one go; answers the clients on whom alerts are to be decided again. */
    private List<DirectoryKey> apply(Map<DirectoryKey, Received> last) {
        Map<DirectoryKey, ClientRecord> clients = new LinkedHashMap<>();
        Map<DirectoryKey, UserRecord> users = new LinkedHashMap<>();
        Map<DirectoryKey, DivisionRecord> divisions = new LinkedHashMap<>();
        Map<DirectoryKind, List<DirectoryKey>> erased = new EnumMap<>(DirectoryKind.class);
        last.forEach((key, record) -> {
            if (record.value() == null) {
                erased.computeIfAbsent(key.kind(), kind -> new ArrayList<>()).add(key);
                return;
            }
            switch (key.kind()) {
                case CLIENT -> clients.put(key, record.as(ClientRecord.class));
                case USER -> users.put(key, record.as(UserRecord.class));
                case DIVISION -> divisions.put(key, division(record));
                case PAYER, CLIENT_GROUP, USER_GROUP -> {}
            }
        });
        copy.putUsers(users);
        copy.eraseUsers(erased.getOrDefault(DirectoryKind.USER, List.of()));
        copy.putDivisions(divisions);
        copy.eraseDivisions(erased.getOrDefault(DirectoryKind.DIVISION, List.of()));
        List<DirectoryKey> moved = new ArrayList<>(copy.putClients(clients));
        moved.addAll(copy.eraseClients(erased.getOrDefault(DirectoryKind.CLIENT, List.of())));
        return moved;
    }

    private static DivisionRecord division(Received record) {
        DivisionRecord division = record.as(DivisionRecord.class);
        try {
            ZoneId.of(division.timeZone());
            return division;
        } catch (DateTimeException unknown) {
            throw record.rejected("the time zone is not known here");
        }
    }
}
