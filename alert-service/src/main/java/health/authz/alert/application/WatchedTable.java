package health.authz.alert.application;

import health.authz.alert.domain.Arming;
import health.authz.alert.domain.Facts;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** The authorizations under watch; whole chunks at once, never row by row. */
class WatchedTable {
    private static final String COLUMNS = """
            w.authorization_id, w.seq, w.tenant, w.client_id, w.billing_code, w.payer_id, w.start_date, w.end_date,
            w.unmanaged, w.allotted, w.remaining, w.used, w.unit_alert_level, w.expiration_alert_days, w.condition,
            w.low_epoch, w.low_open_at, w.expiring_epoch, w.expiring_open_at""";
    private static final String BY_ID =
            "select " + COLUMNS + " from watched_authorization w where w.authorization_id = any(?)";
    private static final String BY_CLIENT =
            "select " + COLUMNS + " from watched_authorization w where w.tenant = ? and w.client_id = any(?)";
    private static final String BY_CLIENT_AND_CODE = BY_CLIENT + " and w.billing_code = any(?)";

    /** Everything in a zone on which a day may raise or close something; the policies decide. */
    private static final String ON_A_DAY = "select " + COLUMNS + """
              from watched_authorization w
              join client_copy c on c.tenant = w.tenant and c.client_id = w.client_id and not c.erased
              left join division_copy d
                on d.tenant = c.tenant and d.division_id = c.division_ids[1] and not d.erased
             where w.tenant = ? and coalesce(d.time_zone, 'UTC') = ?
               and ((w.condition = 'IN_USE' and c.active and w.start_date <= ?
                     and ((w.expiring_open_at is null and w.expiration_alert_days is not null
                           and w.end_date >= ? and w.end_date <= ?::date + w.expiration_alert_days)
                       or (w.low_open_at is null and not w.unmanaged and w.remaining <= w.unit_alert_level
                           and (w.end_date is null or w.end_date >= ?))))
                 or ((w.low_open_at is not null or w.expiring_open_at is not null) and w.end_date < ?))""";

    private static final String SAVE = """
            insert into watched_authorization
                (authorization_id, seq, tenant, client_id, billing_code, payer_id, start_date, end_date, unmanaged, allotted,
                 remaining, used, unit_alert_level, expiration_alert_days, condition, low_epoch, low_open_at, expiring_epoch,
                 expiring_open_at)
            select * from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::date[], ?::date[],
                   ?::boolean[], ?::numeric[], ?::numeric[], ?::boolean[], ?::numeric[], ?::int[], ?::text[], ?::int[],
                   ?::numeric[], ?::int[], ?::numeric[])
            on conflict (authorization_id) do update set
                seq = excluded.seq, payer_id = excluded.payer_id, start_date = excluded.start_date,
                end_date = excluded.end_date, unmanaged = excluded.unmanaged, allotted = excluded.allotted,
                remaining = excluded.remaining, used = excluded.used, unit_alert_level = excluded.unit_alert_level,
                expiration_alert_days = excluded.expiration_alert_days, condition = excluded.condition,
                low_epoch = excluded.low_epoch, low_open_at = excluded.low_open_at,
                expiring_epoch = excluded.expiring_epoch, expiring_open_at = excluded.expiring_open_at""";

    private final JdbcTemplate jdbc;

    WatchedTable(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    List<Watched> byId(Collection<AuthorizationId> ids) {
        return jdbc.query(
                BY_ID, ROW, (Object) ids.stream().map(AuthorizationId::value).toArray(UUID[]::new));
    }

    List<Watched> ofClients(TenantId tenant, Collection<ClientId> clients) {
        return jdbc.query(BY_CLIENT, ROW, tenant.value(), texts(clients));
    }

    List<Watched> ofClients(TenantId tenant, Collection<ClientId> clients, Set<BillingCode> codes) {
        return jdbc.query(BY_CLIENT_AND_CODE, ROW, tenant.value(), texts(clients), texts(codes));
    }

    List<Watched> onADay(TenantId tenant, String zone, LocalDate day) {
        return jdbc.query(ON_A_DAY, ROW, tenant.value(), zone, day, day, day, day, day);
    }

    /** In one statement. */
    void save(Collection<Watched> changed) {
        jdbc.update(
                SAVE,
                of(changed, facts -> facts.id().value(), UUID[]::new),
                column(changed, Watched::seq, Long[]::new),
                of(changed, facts -> facts.tenant().value(), String[]::new),
                of(changed, facts -> facts.client().value(), String[]::new),
                of(changed, facts -> facts.code().value(), String[]::new),
                of(changed, facts -> text(facts.payer()), String[]::new),
                of(changed, facts -> text(facts.startDate()), String[]::new),
                of(changed, facts -> text(facts.endDate()), String[]::new),
                of(changed, Facts::unmanaged, Boolean[]::new),
                of(changed, facts -> text(facts.allotted()), String[]::new),
                of(changed, facts -> text(facts.remaining()), String[]::new),
                of(changed, Facts::used, Boolean[]::new),
                of(changed, facts -> text(facts.unitAlertLevel()), String[]::new),
                of(changed, Facts::expirationAlertDays, Integer[]::new),
                of(changed, facts -> facts.condition().name(), String[]::new),
                column(changed, watched -> watched.lowUnits().epoch(), Integer[]::new),
                column(changed, watched -> text(watched.lowUnits().openAt()), String[]::new),
                column(changed, watched -> watched.expiring().epoch(), Integer[]::new),
                column(changed, watched -> text(watched.expiring().openAt()), String[]::new));
    }

    private static <T> T[] of(Collection<Watched> changed, Function<Facts, @Nullable T> value, IntFunction<T[]> array) {
        return column(changed, watched -> value.apply(watched.facts()), array);
    }

    private static <T> T[] column(
            Collection<Watched> changed, Function<Watched, @Nullable T> value, IntFunction<T[]> array) {
        return changed.stream().map(value).toArray(array);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static String[] texts(Collection<?> values) {
        return values.stream().map(Object::toString).toArray(String[]::new);
    }

    private static final RowMapper<Watched> ROW = (row, n) -> new Watched(
            new Facts(
                    new AuthorizationId(row.getObject(1, UUID.class)),
                    new TenantId(row.getString(3)),
                    new ClientId(row.getString(4)),
                    new BillingCode(row.getString(5)),
                    row.getString(6) == null ? null : new PayerId(row.getString(6)),
                    row.getObject(7, LocalDate.class),
                    row.getObject(8, LocalDate.class),
                    row.getBoolean(9),
                    units(row, 10),
                    units(row, 11),
                    row.getBoolean(12),
                    units(row, 13),
                    row.getObject(14, Integer.class),
                    Facts.Condition.valueOf(row.getString(15))),
            row.getLong(2),
            new Arming(row.getInt(16), row.getBigDecimal(17)),
            new Arming(row.getInt(18), row.getBigDecimal(19)));

    private static @Nullable Units units(ResultSet row, int column) throws SQLException {
        BigDecimal number = row.getBigDecimal(column);
        return number == null ? null : new Units(number);
    }
}
