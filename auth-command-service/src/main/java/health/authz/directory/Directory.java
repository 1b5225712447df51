package health.authz.directory;

import health.authz.events.ClientId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.directory.DirectoryRecord.UserRecord;
import health.authz.platform.json.Json;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What is known now of clients, payers, divisions and users; read in whole chunks. Of an erased record the row stays with
 * its version and without a value; it is not known.
 */
public class Directory implements Clients {
    private final JdbcTemplate jdbc;

    public Directory(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** In two queries. */
    @Override
    public Map<ClientId, ClientFacts> clients(TenantId tenant, Collection<ClientId> ids) {
        Map<String, Held<ClientRecord>> records = read(
                tenant, DirectoryKind.CLIENT, ids.stream().map(ClientId::value).toList(), ClientRecord.class);
        Map<String, ZoneId> zones = zones(
                tenant,
                records.values().stream()
                        .flatMap(held -> held.value().divisionIds().stream().limit(1))
                        .collect(Collectors.toSet()));
        Map<ClientId, ClientFacts> facts = new HashMap<>();
        records.forEach((id, held) -> facts.put(new ClientId(id), facts(id, held, zones)));
        return facts;
    }

    /** The records of the clients that exist among these, by id. */
    Map<String, ClientRecord> clientRecords(TenantId tenant, Collection<String> ids) {
        Map<String, ClientRecord> records = new HashMap<>();
        read(tenant, DirectoryKind.CLIENT, ids, ClientRecord.class)
                .forEach((id, held) -> records.put(id, held.value()));
        return records;
    }

    /** The zones of the divisions that exist among these. */
    Map<String, ZoneId> zones(TenantId tenant, Collection<String> divisions) {
        Map<String, ZoneId> zones = new HashMap<>();
        read(tenant, DirectoryKind.DIVISION, divisions, DivisionRecord.class)
                .forEach((id, held) -> zones.put(id, ZoneId.of(held.value().timeZone())));
        return zones;
    }

    /** The zones of all divisions. */
    public Set<ZoneId> divisionZones(TenantId tenant) {
        return jdbc
                .queryForList(
                        "select value from directory_record where tenant = ? and kind = ? and value is not null",
                        String.class,
                        tenant.value(),
                        DirectoryKind.DIVISION.wireName())
                .stream()
                .map(value -> ZoneId.of(
                        Json.mapper().readValue(value, DivisionRecord.class).timeZone()))
                .collect(Collectors.toSet());
    }

    private static ClientFacts facts(String id, Held<ClientRecord> held, Map<String, ZoneId> zones) {
        ClientRecord client = held.value();
        return new ClientFacts(
                new ClientId(id),
                client.active(),
                held.inactiveSince(),
                client.divisionIds(),
                client.payerIds().stream().map(PayerId::new).toList(),
                client.assignedUserIds(),
                zone(client, zones),
                client.name().listed());
    }

    /** The zone of a client is that of its first division, UTC without one (rule W-2). */
    static ZoneId zone(ClientRecord client, Map<String, ZoneId> zones) {
        return client.divisionIds().isEmpty()
                ? ZoneOffset.UTC
                : zones.getOrDefault(client.divisionIds().getFirst(), ZoneOffset.UTC);
    }

    /** Erased ones too: who adds for one that is just put again waits, and then sees it. */
    @Override
    public void lockClients(TenantId tenant, SortedSet<ClientId> ids) {
        jdbc.queryForList(
                """
                select id from directory_record
                 where tenant = ? and kind = 'client' and id = any(?) order by id for no key update""",
                String.class,
                tenant.value(),
                ids.stream().map(ClientId::value).toArray(String[]::new));
    }

    /** Which of these records exist. */
    public Set<String> existing(TenantId tenant, DirectoryKind kind, Collection<String> ids) {
        return new HashSet<>(
                jdbc.queryForList("""
                select id from directory_record
                 where tenant = ? and kind = ? and id = any(?) and value is not null""", String.class, tenant.value(), kind.wireName(), ids.toArray(String[]::new)));
    }

    /** Whether a user is known and inactive. Of one who is not known nothing can be said. */
    public boolean isInactiveUser(TenantId tenant, UserId user) {
        Held<UserRecord> held = read(tenant, DirectoryKind.USER, List.of(user.value()), UserRecord.class)
                .get(user.value());
        return held != null && !held.value().active();
    }

    private record Held<T extends DirectoryRecord>(
            T value, @Nullable LocalDate inactiveSince) {}

    private <T extends DirectoryRecord> Map<String, Held<T>> read(
            TenantId tenant, DirectoryKind kind, Collection<String> ids, Class<T> type) {
        Map<String, Held<T>> records = HashMap.newHashMap(ids.size());
        if (!ids.isEmpty()) {
            jdbc.query(
                    """
                    select id, value, inactive_since from directory_record
                     where tenant = ? and kind = ? and id = any(?) and value is not null""",
                    row -> {
                        records.put(
                                row.getString(1),
                                new Held<>(
                                        Json.mapper().readValue(row.getString(2), type),
                                        row.getObject(3, LocalDate.class)));
                    },
                    tenant.value(),
                    kind.wireName(),
                    List.copyOf(ids).toArray(String[]::new));
        }
        return records;
    }
}
