package health.authz.directory;

import health.authz.events.TenantId;
import health.authz.events.directory.DirectoryKey;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.Topics;
import health.authz.platform.json.Json;
import health.authz.platform.relay.Outbox;
import health.authz.platform.security.Caller;
import health.authz.platform.web.Correlation;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes records in: the row and its line for Kafka in one transaction. What is already so writes nothing. */
class DirectoryIntake {
    private static final String PUT = """
            insert into directory_record as held (tenant, kind, id, value, inactive_since)
            select ?, unnest(?), unnest(?), unnest(?), unnest(?)::date
            on conflict (tenant, kind, id) do update
               set value = excluded.value,
                   inactive_since = case
                       when excluded.inactive_since is null or (held.value::json ->> 'active')::boolean
                       then excluded.inactive_since else held.inactive_since end
             where held.value is distinct from excluded.value
            returning kind, id, value""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Outbox outbox;
    private final Directory directory;
    private final Clock clock;

    DirectoryIntake(
            JdbcTemplate jdbc, TransactionTemplate transaction, Outbox outbox, Directory directory, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.outbox = outbox;
        this.directory = directory;
        this.clock = clock;
    }

    /** A record on its way in. */
    record Incoming(DirectoryKind kind, String id, DirectoryRecord value) {}

    /** Puts all records in one transaction; of two with the same id the later one holds. */
    void put(Caller caller, List<Incoming> records) {
        Map<String, Incoming> last = new TreeMap<>();
        records.forEach(record -> last.put(record.kind() + "/" + record.id(), record));
        @Nullable String[] inactiveSince = inactiveSince(caller.tenant(), last.values());
        transaction.executeWithoutResult(status -> {
            List<Outbox.Line> lines = new ArrayList<>();
            jdbc.query(
                    PUT,
                    row -> {
                        lines.add(line(caller, DirectoryKind.of(row.getString(1)), row.getString(2), row.getString(3)));
                    },
                    caller.tenant().value(),
                    last.values().stream().map(each -> each.kind().wireName()).toArray(String[]::new),
                    last.values().stream().map(Incoming::id).toArray(String[]::new),
                    last.values().stream()
                            .map(each -> Json.mapper().writeValueAsString(each.value()))
                            .toArray(String[]::new),
                    inactiveSince);
            outbox.put(lines);
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

    /** Erases a record here and, by a tombstone, everywhere. What is not there is erased already. */
    void erase(Caller caller, DirectoryKind kind, String id) {
        transaction.executeWithoutResult(status -> {
            int erased = jdbc.update(
                    "delete from directory_record where tenant = ? and kind = ? and id = ?",
                    caller.tenant().value(),
                    kind.wireName(),
                    id);
            if (erased > 0) {
                outbox.put(List.of(line(caller, kind, id, null)));
            }
        });
    }

    private Outbox.Line line(Caller caller, DirectoryKind kind, String id, @Nullable String value) {
        TenantId tenant = caller.tenant();
        String key = new DirectoryKey(tenant, kind, id).toString();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(EventHeaders.SPEC_VERSION, "1.0");
        headers.put(EventHeaders.ID, UUID.randomUUID().toString());
        headers.put(EventHeaders.SOURCE, "/authz/auth-command-service");
        headers.put(EventHeaders.TYPE, "directory." + kind.wireName());
        headers.put(EventHeaders.SUBJECT, key);
        headers.put(EventHeaders.TIME, clock.instant().toString());
        headers.put(EventHeaders.CONTENT_TYPE, "application/json");
        headers.put(EventHeaders.SCHEMA_VERSION, "1");
        headers.put(EventHeaders.TENANT_ID, tenant.value());
        headers.put(EventHeaders.CORRELATION_ID, Correlation.current());
        String trace = Correlation.traceParent();
        if (trace != null) {
            headers.put(EventHeaders.TRACE_PARENT, trace);
        }
        headers.put(EventHeaders.ACTOR, caller.userId().value());
        return new Outbox.Line(Topics.topicOf(kind), key, headers, value);
    }
}
