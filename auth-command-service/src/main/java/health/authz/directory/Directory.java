package health.authz.directory;

import health.authz.events.ClientId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.platform.json.Json;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import org.springframework.jdbc.core.JdbcTemplate;

/** What is known now of clients, payers, divisions and users; read in whole chunks. */
public class Directory {
    private final JdbcTemplate jdbc;

    public Directory(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The clients that exist among these, in two queries. */
    public Map<ClientId, ClientFacts> clients(TenantId tenant, Collection<ClientId> ids) {
        Map<String, ClientRecord> records = read(
                tenant, DirectoryKind.CLIENT, ids.stream().map(ClientId::value).toList(), ClientRecord.class);
        Set<String> firstDivisions = new HashSet<>();
        records.values()
                .forEach(client -> client.divisionIds().stream().findFirst().ifPresent(firstDivisions::add));
        Map<String, DivisionRecord> divisions =
                read(tenant, DirectoryKind.DIVISION, firstDivisions, DivisionRecord.class);
        Map<ClientId, ClientFacts> facts = new HashMap<>();
        records.forEach((id, client) -> facts.put(new ClientId(id), facts(id, client, divisions)));
        return facts;
    }

    private static ClientFacts facts(String id, ClientRecord client, Map<String, DivisionRecord> divisions) {
        DivisionRecord first = client.divisionIds().isEmpty()
                ? null
                : divisions.get(client.divisionIds().getFirst());
        return new ClientFacts(
                new ClientId(id),
                client.active(),
                client.divisionIds(),
                client.payerIds().stream().map(PayerId::new).toList(),
                client.assignedUserIds(),
                first == null ? ZoneOffset.UTC : ZoneId.of(first.timeZone()),
                client.name().family() + ", " + client.name().given());
    }

    /** Locks clients, in their order, until the transaction ends, so that two adds cannot both see no duplicate. */
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
        return new HashSet<>(jdbc.queryForList(
                "select id from directory_record where tenant = ? and kind = ? and id = any(?)",
                String.class,
                tenant.value(),
                kind.wireName(),
                ids.toArray(String[]::new)));
    }

    private <T extends DirectoryRecord> Map<String, T> read(
            TenantId tenant, DirectoryKind kind, Collection<String> ids, Class<T> type) {
        Map<String, T> records = HashMap.newHashMap(ids.size());
        if (!ids.isEmpty()) {
            jdbc.query(
                    "select id, value from directory_record where tenant = ? and kind = ? and id = any(?)",
                    row -> {
                        records.put(row.getString(1), Json.mapper().readValue(row.getString(2), type));
                    },
                    tenant.value(),
                    kind.wireName(),
                    List.copyOf(ids).toArray(String[]::new));
        }
        return records;
    }
}
