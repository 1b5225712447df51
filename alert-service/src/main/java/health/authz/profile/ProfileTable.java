package health.authz.profile;

import health.authz.events.TenantId;
import health.authz.events.profile.ProfileEvent.ProfileDefined;
import health.authz.events.profile.ProfileEvent.Rule;
import health.authz.platform.json.Json;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import tools.jackson.core.type.TypeReference;

/** Profiles as they are now, written in the transaction of their events. */
public class ProfileTable {
    private static final TypeReference<List<Rule>> RULES = new TypeReference<>() {};
    private static final String SELECT =
            "select profile_id, name, active, client_admin, rules from profile where tenant = ?";
    private final JdbcTemplate jdbc;

    ProfileTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A profile. */
    public record Profile(String id, String name, boolean active, boolean clientAdmin, List<Rule> rules) {}

    /** All of an organisation, by id. */
    public List<Profile> all(TenantId tenant) {
        return jdbc.query(SELECT + " order by profile_id", ROW, tenant.value());
    }

    Optional<Profile> find(TenantId tenant, String id) {
        return jdbc.query(SELECT + " and profile_id = ?", ROW, tenant.value(), id).stream()
                .findFirst();
    }

    void on(ProfileDefined defined) {
        jdbc.update(
                """
                insert into profile (tenant, profile_id, name, active, client_admin, rules) values (?, ?, ?, ?, ?, ?)
                on conflict (tenant, profile_id) do update set name = excluded.name, active = excluded.active,
                    client_admin = excluded.client_admin, rules = excluded.rules""",
                defined.tenantId().value(),
                defined.profileId(),
                defined.name(),
                defined.active(),
                defined.clientAdmin(),
                Json.mapper().writeValueAsString(defined.rules()));
    }

    private static final RowMapper<Profile> ROW = (row, n) -> new Profile(
            row.getString(1),
            row.getString(2),
            row.getBoolean(3),
            row.getBoolean(4),
            Json.mapper().readValue(row.getString(5), RULES));
}
