package health.authz.alert.application;

import health.authz.events.TenantId;
import health.authz.events.directory.DirectoryKey;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.directory.DirectoryRecord.UserRecord;
import health.authz.platform.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Own copies of what recipients and local days follow from; each call is one round trip. A tombstone erases here too. */
public class DirectoryCopy {
    private static final String PUT_CLIENTS = """
            with given as (
                select tenant, client_id, active,
                       array(select jsonb_array_elements_text(divisions)) as division_ids,
                       array(select jsonb_array_elements_text(assigned)) as assigned_user_ids
                  from jsonb_to_recordset(?::jsonb)
                       as g(tenant text, client_id text, active boolean, divisions jsonb, assigned jsonb)),
            held as (
                select c.tenant, c.client_id, c.active, c.division_ids[1] as first_division
                  from client_copy c join given using (tenant, client_id)),
            put as (
                insert into client_copy (tenant, client_id, active, division_ids, assigned_user_ids)
                select * from given order by tenant, client_id
                on conflict (tenant, client_id) do update set active = excluded.active,
                    division_ids = excluded.division_ids, assigned_user_ids = excluded.assigned_user_ids)
            select given.tenant, given.client_id from given left join held using (tenant, client_id)
             where (held.active = given.active and held.first_division is not distinct from given.division_ids[1])
                   is not true""";
    private static final String ERASE_CLIENTS = """
            delete from client_copy using unnest(?::text[], ?::text[]) as gone(tenant, client_id)
             where client_copy.tenant = gone.tenant and client_copy.client_id = gone.client_id
            returning client_copy.tenant, client_copy.client_id""";
    private final JdbcTemplate jdbc;

    public DirectoryCopy(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @return those that are new, or whose activity or first division changed: what alerts on them depend on */
    public List<DirectoryKey> putClients(Map<DirectoryKey, ClientRecord> clients) {
        if (clients.isEmpty()) {
            return List.of();
        }
        List<Map<String, Object>> given = new ArrayList<>(clients.size());
        clients.forEach((key, client) -> given.add(Map.of(
                "tenant",
                key.tenant().value(),
                "client_id",
                key.id(),
                "active",
                client.active(),
                "divisions",
                client.divisionIds(),
                "assigned",
                client.assignedUserIds())));
        return jdbc.query(PUT_CLIENTS, DirectoryCopy::client, Json.mapper().writeValueAsString(given));
    }

    /** @return those that there were */
    public List<DirectoryKey> eraseClients(Collection<DirectoryKey> keys) {
        return keys.isEmpty() ? List.of() : jdbc.query(ERASE_CLIENTS, DirectoryCopy::client, tenants(keys), ids(keys));
    }

    private static DirectoryKey client(ResultSet row, int number) throws SQLException {
        return new DirectoryKey(new TenantId(row.getString(1)), DirectoryKind.CLIENT, row.getString(2));
    }

    public void putUsers(Map<DirectoryKey, UserRecord> users) {
        List<Object[]> rows = new ArrayList<>(users.size());
        users.forEach((key, user) -> rows.add(new Object[] {
            key.tenant().value(),
            key.id(),
            user.name(),
            user.active(),
            user.profileId(),
            user.divisionIds().toArray(String[]::new),
            user.supervises().toArray(String[]::new)
        }));
        jdbc.batchUpdate("""
                insert into user_copy (tenant, user_id, name, active, profile_id, division_ids, supervises)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (tenant, user_id) do update set name = excluded.name, active = excluded.active,
                    profile_id = excluded.profile_id, division_ids = excluded.division_ids,
                    supervises = excluded.supervises""", rows);
    }

    public void putDivisions(Map<DirectoryKey, DivisionRecord> divisions) {
        List<Object[]> rows = new ArrayList<>(divisions.size());
        divisions.forEach(
                (key, division) -> rows.add(new Object[] {key.tenant().value(), key.id(), division.timeZone()}));
        jdbc.batchUpdate("""
                insert into division_copy (tenant, division_id, time_zone) values (?, ?, ?)
                on conflict (tenant, division_id) do update set time_zone = excluded.time_zone""", rows);
    }

    public void eraseUsers(Collection<DirectoryKey> keys) {
        erase("user_copy", "user_id", keys);
    }

    public void eraseDivisions(Collection<DirectoryKey> keys) {
        erase("division_copy", "division_id", keys);
    }

    private void erase(String table, String id, Collection<DirectoryKey> keys) {
        if (!keys.isEmpty()) {
            jdbc.update(
                    "delete from " + table + " where (tenant, " + id
                            + ") in (select * from unnest(?::text[], ?::text[]))",
                    tenants(keys),
                    ids(keys));
        }
    }

    private static String[] tenants(Collection<DirectoryKey> keys) {
        return keys.stream().map(key -> key.tenant().value()).toArray(String[]::new);
    }

    private static String[] ids(Collection<DirectoryKey> keys) {
        return keys.stream().map(DirectoryKey::id).toArray(String[]::new);
    }
}
