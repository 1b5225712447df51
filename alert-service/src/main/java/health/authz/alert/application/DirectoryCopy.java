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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Own copies of what recipients and local days follow from; each call is one round trip, each record at most once in it. Of
 * two states of one record the newer stays, whichever comes last. An erased one stays as its id and version alone, and whoever
 * reads copies passes it over.
 */
public class DirectoryCopy {
    private static final String PUT_CLIENTS = """
            with given as (
                select tenant, client_id, version, erased, active,
                       array(select jsonb_array_elements_text(divisions)) as division_ids,
                       array(select jsonb_array_elements_text(assigned)) as assigned_user_ids
                  from jsonb_to_recordset(?::jsonb)
                       as g(tenant text, client_id text, version bigint, erased boolean, active boolean,
                            divisions jsonb, assigned jsonb)),
            held as (
                select c.tenant, c.client_id, not c.erased as known, c.active, c.division_ids[1] as first_division
                  from client_copy c join given using (tenant, client_id)),
            taken as (
                insert into client_copy as c
                       (tenant, client_id, version, erased, active, division_ids, assigned_user_ids)
                select * from given order by tenant, client_id
                on conflict (tenant, client_id) do update set version = excluded.version, erased = excluded.erased,
                    active = excluded.active, division_ids = excluded.division_ids,
                    assigned_user_ids = excluded.assigned_user_ids
                 where c.version < excluded.version
                returning c.tenant, c.client_id)
            select given.tenant, given.client_id
              from given join taken using (tenant, client_id) left join held using (tenant, client_id)
             where coalesce(held.known, false) = given.erased
                or not given.erased
                   and (held.active, held.first_division) is distinct from (given.active, given.division_ids[1])""";
    private static final String PUT_USERS = """
            insert into user_copy as held
                   (tenant, user_id, version, erased, name, active, profile_id, division_ids, supervises)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant, user_id) do update set version = excluded.version, erased = excluded.erased,
                name = excluded.name, active = excluded.active, profile_id = excluded.profile_id,
                division_ids = excluded.division_ids, supervises = excluded.supervises
             where held.version < excluded.version""";
    private static final String PUT_DIVISIONS = """
            insert into division_copy as held (tenant, division_id, version, erased, time_zone) values (?, ?, ?, ?, ?)
            on conflict (tenant, division_id) do update set version = excluded.version, erased = excluded.erased,
                time_zone = excluded.time_zone
             where held.version < excluded.version""";
    private final JdbcTemplate jdbc;

    public DirectoryCopy(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @return those on whom alerts depend otherwise now: they came, went, or their activity or first division changed
     */
    public List<DirectoryKey> putClients(Collection<Copied<ClientRecord>> clients) {
        if (clients.isEmpty()) {
            return List.of();
        }
        List<Map<String, Object>> given = new ArrayList<>(clients.size());
        clients.forEach(client -> given.add(columns(client)));
        return jdbc.query(PUT_CLIENTS, DirectoryCopy::client, Json.mapper().writeValueAsString(given));
    }

    private static Map<String, Object> columns(Copied<ClientRecord> client) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("tenant", client.key().tenant().value());
        columns.put("client_id", client.key().id());
        columns.put("version", client.version().rank());
        columns.put("erased", client.erased());
        @Nullable ClientRecord value = client.value();
        columns.put("active", value != null && value.active());
        columns.put("divisions", value == null ? List.of() : value.divisionIds());
        columns.put("assigned", value == null ? List.of() : value.assignedUserIds());
        return columns;
    }

    private static DirectoryKey client(ResultSet row, int number) throws SQLException {
        return new DirectoryKey(new TenantId(row.getString(1)), DirectoryKind.CLIENT, row.getString(2));
    }

    public void putUsers(Collection<Copied<UserRecord>> users) {
        List<Object[]> rows = new ArrayList<>(users.size());
        users.forEach(user -> rows.add(columnsOf(user)));
        jdbc.batchUpdate(PUT_USERS, rows);
    }

    private static @Nullable Object[] columnsOf(Copied<UserRecord> user) {
        @Nullable UserRecord value = user.value();
        return new @Nullable Object[] {
            user.key().tenant().value(),
            user.key().id(),
            user.version().rank(),
            user.erased(),
            value == null ? null : value.name(),
            value != null && value.active(),
            value == null ? null : value.profileId(),
            value == null ? new String[0] : value.divisionIds().toArray(String[]::new),
            value == null ? new String[0] : value.supervises().toArray(String[]::new)
        };
    }

    public void putDivisions(Collection<Copied<DivisionRecord>> divisions) {
        List<Object[]> rows = new ArrayList<>(divisions.size());
        divisions.forEach(division -> {
            @Nullable DivisionRecord value = division.value();
            rows.add(new @Nullable Object[] {
                division.key().tenant().value(),
                division.key().id(),
                division.version().rank(),
                division.erased(),
                value == null ? null : value.timeZone()
            });
        });
        jdbc.batchUpdate(PUT_DIVISIONS, rows);
    }
}
