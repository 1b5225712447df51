package health.authz.alert.consuming;

import health.authz.alert.application.Alerts;
import health.authz.alert.application.Copied;
import health.authz.alert.application.DirectoryCopy;
import health.authz.calendar.CalendarTable;
import health.authz.events.ClientId;
import health.authz.events.TenantId;
import health.authz.events.directory.DirectoryKey;
import health.authz.events.directory.DirectoryRecord;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.directory.DirectoryRecord.UserRecord;
import health.authz.platform.consuming.BatchHandler;
import health.authz.platform.consuming.Received;
import health.authz.platform.consuming.RecordVersion;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Clients, users and divisions. Alerts on a client are decided again when it comes, goes, moves or becomes active or
 * inactive; whom an alert reached is never changed afterwards. What is older than what is known here changes nothing.
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
        Map<DirectoryKey, Received> newest = new LinkedHashMap<>();
        batch.forEach(record -> newest.merge(key(record), record, DirectorySignals::newer));
        Set<TenantId> tenants = new TreeSet<>();
        newest.keySet().forEach(key -> tenants.add(key.tenant()));
        alerts.lock(tenants);
        calendar.heardOf(tenants);
        Map<TenantId, Set<ClientId>> moved = new TreeMap<>();
        apply(newest).forEach(client -> moved.computeIfAbsent(client.tenant(), tenant -> new HashSet<>())
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

    private static Received newer(Received one, Received next) {
        return RecordVersion.of(one).isAfter(RecordVersion.of(next)) ? one : next;
    }

    /** All of a kind in one go; answers the clients on whom alerts are to be decided again. */
    private List<DirectoryKey> apply(Map<DirectoryKey, Received> newest) {
        List<Copied<ClientRecord>> clients = new ArrayList<>();
        List<Copied<UserRecord>> users = new ArrayList<>();
        List<Copied<DivisionRecord>> divisions = new ArrayList<>();
        newest.forEach((key, record) -> {
            switch (key.kind()) {
                case CLIENT -> clients.add(copied(key, record, ClientRecord.class));
                case USER -> users.add(copied(key, record, UserRecord.class));
                case DIVISION -> divisions.add(division(key, record));
                case PAYER, CLIENT_GROUP, USER_GROUP -> {}
            }
        });
        copy.putUsers(users);
        copy.putDivisions(divisions);
        return copy.putClients(clients);
    }

    private static <T extends DirectoryRecord> Copied<T> copied(DirectoryKey key, Received record, Class<T> type) {
        return new Copied<>(key, RecordVersion.of(record), record.value() == null ? null : record.as(type));
    }

    private static Copied<DivisionRecord> division(DirectoryKey key, Received record) {
        Copied<DivisionRecord> division = copied(key, record, DivisionRecord.class);
        @Nullable DivisionRecord value = division.value();
        try {
            if (value != null) {
                ZoneId.of(value.timeZone());
            }
            return division;
        } catch (DateTimeException unknown) {
            throw record.rejected("the time zone is not known here");
        }
    }
}
