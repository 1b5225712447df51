package health.authz.setting;

import health.authz.events.TenantId;
import health.authz.events.profile.ProfileEvent.SettingChanged;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Settings as they are now, written in the transaction of their events. */
public class SettingTable {
    private final JdbcTemplate jdbc;

    SettingTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** An organisation's own value. */
    record Own(@Nullable String value, String changedBy, Instant changedAt) {}

    /** The master switch (rule A-12). */
    public boolean alertsEnabled(TenantId tenant) {
        List<String> own = jdbc.queryForList(
                "select value from setting where tenant = ? and key = ? and value is not null",
                String.class,
                tenant.value(),
                SettingKey.ALERTS_ENABLED.key());
        return own.isEmpty() || Boolean.parseBoolean(own.getFirst());
    }

    Map<String, Own> own(TenantId tenant) {
        Map<String, Own> settings = new HashMap<>();
        jdbc.query(
                "select key, value, changed_by, changed_at from setting where tenant = ?",
                row -> {
                    settings.put(
                            row.getString(1),
                            new Own(
                                    row.getString(2),
                                    row.getString(3),
                                    row.getTimestamp(4).toInstant()));
                },
                tenant.value());
        return settings;
    }

    void on(SettingChanged changed, String actor, Instant at) {
        jdbc.update("""
                insert into setting (tenant, key, value, changed_by, changed_at) values (?, ?, ?, ?, ?)
                on conflict (tenant, key) do update set value = excluded.value, changed_by = excluded.changed_by,
                    changed_at = excluded.changed_at""", changed.tenantId().value(), changed.key(), changed.value(), actor, Timestamp.from(at));
    }
}
