package health.authz.alert.application;

import health.authz.events.directory.DirectoryKey;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.directory.DirectoryRecord.UserRecord;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Own copies of what recipients and local days follow from; a tombstone erases here too. */
public class DirectoryCopy {
    private final JdbcTemplate jdbc;

    public DirectoryCopy(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @return whether it is new, or its activity or first division changed: what alerts on it depend on */
    public boolean put(DirectoryKey key, ClientRecord client) {
        List<Boolean> same = jdbc.queryForList(
                """
                select active = ? and division_ids[1] is not distinct from ? from client_copy
                 where tenant = ? and client_id = ?""",
                Boolean.class,
                client.active(),
                client.divisionIds().isEmpty() ? null : client.divisionIds().getFirst(),
                key.tenant().value(),
                key.id());
        jdbc.update(
                """
                insert into client_copy (tenant, client_id, active, division_ids, assigned_user_ids) values (?, ?, ?, ?, ?)
                on conflict (tenant, client_id) do update set active = excluded.active,
                    division_ids = excluded.division_ids, assigned_user_ids = excluded.assigned_user_ids""",
                key.tenant().value(),
                key.id(),
                client.active(),
                client.divisionIds().toArray(String[]::new),
                client.assignedUserIds().toArray(String[]::new));
        return !same.equals(List.of(true));
    }

    public void put(DirectoryKey key, UserRecord user) {
        jdbc.update(
                """
                insert into user_copy (tenant, user_id, name, active, profile_id, division_ids, supervises)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (tenant, user_id) do update set name = excluded.name, active = excluded.active,
                    profile_id = excluded.profile_id, division_ids = excluded.division_ids,
                    supervises = excluded.supervises""",
                key.tenant().value(),
                key.id(),
                user.name(),
                user.active(),
                user.profileId(),
                user.divisionIds().toArray(String[]::new),
                user.supervises().toArray(String[]::new));
    }

    public void put(DirectoryKey key, DivisionRecord division) {
        jdbc.update("""
                insert into division_copy (tenant, division_id, time_zone) values (?, ?, ?)
                on conflict (tenant, division_id) do update set time_zone = excluded.time_zone""", key.tenant().value(), key.id(), division.timeZone());
    }

    /** @return whether there was one */
    public boolean eraseClient(DirectoryKey key) {
        return erase("delete from client_copy where tenant = ? and client_id = ?", key);
    }

    public void eraseUser(DirectoryKey key) {
        erase("delete from user_copy where tenant = ? and user_id = ?", key);
    }

    public void eraseDivision(DirectoryKey key) {
        erase("delete from division_copy where tenant = ? and division_id = ?", key);
    }

    private boolean erase(String sql, DirectoryKey key) {
        return jdbc.update(sql, key.tenant().value(), key.id()) > 0;
    }
}
