package health.authz.codecopy;

import health.authz.authorization.application.NoteSettings;
import health.authz.events.TenantId;
import health.authz.events.profile.ProfileEvent.SettingChanged;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The organisation's settings that decisions here need; the default where it gave no value of its own. */
public class SettingCopies implements NoteSettings {
    private static final int LATE_GRACE_DAYS = 30;
    private static final long BULK_ROWS_MAX = 1_000_000;
    private final JdbcTemplate jdbc;

    public SettingCopies(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public int lateGraceDays(TenantId tenant) {
        return Math.toIntExact(number(tenant, "notes.late-grace-days", LATE_GRACE_DAYS));
    }

    /** Setting {@code bulk.rows-max}: most rows of one bulk change. */
    public long bulkRowsMax(TenantId tenant) {
        return number(tenant, "bulk.rows-max", BULK_ROWS_MAX);
    }

    /** Setting {@code bulk.confirm-count-above}; {@code null} = nobody types a count. */
    public @Nullable Long bulkConfirmCountAbove(TenantId tenant) {
        return given(tenant, "bulk.confirm-count-above").orElse(null);
    }

    /** Setting {@code bulk.four-eyes-above}; {@code null} = nobody needs a second person. */
    public @Nullable Long bulkFourEyesAbove(TenantId tenant) {
        return given(tenant, "bulk.four-eyes-above").orElse(null);
    }

    /**
     * A value that was given up is remembered as none.
     *
     * @param seq place in the setting's stream; what came earlier in it, delivered again, changes nothing
     */
    void put(SettingChanged setting, long seq) {
        jdbc.update("""
                insert into setting_copy as held (tenant, key, value, seq) values (?, ?, ?, ?)
                on conflict (tenant, key) do update set value = excluded.value, seq = excluded.seq
                 where held.seq < excluded.seq""", setting.tenantId().value(), setting.key(), setting.value(), seq);
    }

    private long number(TenantId tenant, String key, long unsaid) {
        return given(tenant, key).orElse(unsaid);
    }

    private Optional<Long> given(TenantId tenant, String key) {
        return jdbc
                .queryForList(
                        "select value from setting_copy where tenant = ? and key = ? and value is not null",
                        String.class,
                        tenant.value(),
                        key)
                .stream()
                .findFirst()
                .map(Long::valueOf);
    }
}
