package health.authz.directory;

import health.authz.events.TenantId;
import health.authz.events.directory.DirectoryKey;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.platform.json.Json;
import health.authz.platform.relay.Outbox;
import health.authz.platform.security.Caller;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes records in: the row and its line for Kafka in one transaction. What is already so writes nothing.
 *
 * <p>Each change counts the record's version while it holds the row, so versions and lines are in one order, also where two
 * write the same record at once (ADR 38).
 */
class DirectoryIntake {
    private static final String PUT = """
            insert into directory_record as held (tenant, kind, id, value, inactive_since, version)
            select ?, unnest(?), unnest(?), unnest(?), unnest(?)::date, 1
            on conflict (tenant, kind, id) do update
               set value = excluded.value,
                   version = held.version + 1,
                   inactive_since = case
                       when excluded.inactive_since is null or held.value is null
                         or (held.value::json ->> 'active')::boolean
                       then excluded.inactive_since else held.inactive_since end
             where held.value is distinct from excluded.value
            returning kind, id, value, version""";
    private static final String ERASE = """
            update directory_record set value = null, inactive_since = null, version = version + 1
             where tenant = ? and kind = ? and id = ? and value is not null
            returning version""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Outbox outbox;
    private final Directory directory;
    private final Clock clock;
    private final DirectoryLines lines;

    DirectoryIntake(
            JdbcTemplate jdbc, TransactionTemplate transaction, Outbox outbox, Directory directory, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.outbox = outbox;
        this.directory = directory;
        this.clock = clock;
        this.lines = new DirectoryLines(clock);
    }

    /** A record on its way in. */
    record Incoming(DirectoryKind kind, String id, DirectoryRecord value) {}

    /** Puts all records in one transaction; of two with the same id the later one holds. */
    void put(Caller caller, List<Incoming> records) {
        Map<String, Incoming> last = new TreeMap<>();
        records.forEach(record -> last.put(record.kind() + "/" + record.id(), record));
        @Nullable String[] inactiveSince = inactiveSince(caller.tenant(), last.values());
        transaction.executeWithoutResult(status -> {
            List<Outbox.Line> changed = new ArrayList<>();
            jdbc.query(
                    PUT,
                    row -> {
                        changed.add(line(
                                caller,
                                DirectoryKind.of(row.getString(1)),
                                row.getString(2),
                                row.getString(3),
                                row.getLong(4)));
                    },
                    caller.tenant().value(),
                    last.values().stream().map(each -> each.kind().wireName()).toArray(String[]::new),
                    last.values().stream().map(Incoming::id).toArray(String[]::new),
                    last.values().stream()
                            .map(each -> Json.mapper().writeValueAsString(each.value()))
                            .toArray(String[]::new),
                    inactiveSince);
            outbox.put(changed);
        });
    }

    /**
     * For each record that is an inactive client, the day on which that is heard, in the client's zone: the last day for
     * which its notes are still taken. It holds only where the client was not known as inactive before.
     */
    private @Nullable String[] inactiveSince(TenantId tenant, Collection<Incoming> records) {
        List<ClientRecord> inactive = records.stream()
                .map(Incoming::value)
                .filter(DirectoryIntake::isInactiveClient)
                .map(ClientRecord.class::cast)
                .toList();
        Map<String, ZoneId> zones = new HashMap<>(directory.zones(
                tenant,
                inactive.stream()
                        .flatMap(client -> client.divisionIds().stream().limit(1))
                        .collect(Collectors.toSet())));
        records.forEach(record -> {
            if (record.value() instanceof DivisionRecord division) {
                zones.put(record.id(), ZoneId.of(division.timeZone()));
            }
        });
        return records.stream()
                .map(record -> isInactiveClient(record.value())
                        ? LocalDate.now(clock.withZone(Directory.zone((ClientRecord) record.value(), zones)))
                                .toString()
                        : null)
                .toArray(String[]::new);
    }

    private static boolean isInactiveClient(DirectoryRecord record) {
        return record instanceof ClientRecord client && !client.active();
    }

    /**
     * Erases a record here and, by a tombstone, everywhere; its id and version alone stay. What is not there is erased
     * already.
     */
    void erase(Caller caller, DirectoryKind kind, String id) {
        transaction.executeWithoutResult(status -> outbox.put(jdbc.query(
                ERASE,
                (row, number) -> line(caller, kind, id, null, row.getLong(1)),
                caller.tenant().value(),
                kind.wireName(),
                id)));
    }

    private Outbox.Line line(Caller caller, DirectoryKind kind, String id, @Nullable String value, long version) {
        return lines.line(
                new DirectoryKey(caller.tenant(), kind, id),
                version,
                value,
                caller.userId().value());
    }
}
