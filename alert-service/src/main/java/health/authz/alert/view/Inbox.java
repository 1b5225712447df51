package health.authz.alert.view;

import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.platform.security.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Alerts of an organisation, narrowed by what the reader's token lets them see. */
public class Inbox {
    private static final String SELECT = """
            select a.id, a.kind, a.state, a.authorization_id, a.client_id, a.billing_code, a.payer_id, a.end_date, a.value,
                   a.threshold, a.operation_id, a.raised_at, a.closed_at, a.close_cause, a.recipients,
                   exists (select from alert_seen s where s.alert_id = a.id and s.user_id = ?) as seen,
                   a.acknowledged_by, a.acknowledged_at""";
    private static final String SEEN = "exists (select from alert_seen s where s.alert_id = a.id and s.user_id = ?)";
    private static final String FROM = """
              from alert a left join client_copy c
                on c.tenant = a.tenant and c.client_id = a.client_id and not c.erased
             where a.tenant = ?""";

    private final JdbcTemplate jdbc;

    public Inbox(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A condition with its arguments. */
    private record Where(StringBuilder sql, List<Object> arguments) {
        static Where of(Caller caller) {
            Where where = new Where(new StringBuilder(FROM), new ArrayList<>());
            where.arguments.add(caller.tenant().value());
            if (!caller.divisions().all()) {
                where.and("c.division_ids && ?::text[]", (Object)
                        caller.divisions().ids().toArray(String[]::new));
            }
            if (caller.clients() == Caller.ClientScope.ASSIGNED) {
                where.and("? = any(c.assigned_user_ids)", caller.userId().value());
            }
            return where;
        }

        Where and(String condition, Object... values) {
            sql.append(" and ").append(condition);
            arguments.addAll(List.of(values));
            return this;
        }

        Where mine(Caller caller) {
            return and("a.recipients @> ?::text[]", (Object)
                    new String[] {caller.userId().value()});
        }
    }

    /** By the last place seen, so that a page costs the same however far down it is. */
    public InboxPage page(Caller caller, InboxQuery query) {
        Where where = filtered(caller, query);
        InboxQuery.Place from = query.from();
        if (from != null) {
            String side = from.backwards() ? ">" : "<";
            where.and("(a.raised_at, a.id) " + side + " (?, ?)", Timestamp.from(from.raisedAt()), from.id());
        }
        String order = query.backwards() ? "asc" : "desc";
        List<Object> arguments = new ArrayList<>();
        arguments.add(caller.userId().value());
        arguments.addAll(where.arguments());
        arguments.add(query.limit() + 1);
        List<InboxAlert> found = jdbc.query(
                SELECT + where.sql() + " order by a.raised_at " + order + ", a.id " + order + " limit ?",
                (row, n) -> alert(row),
                arguments.toArray());
        return InboxPage.of(query, found);
    }

    public long count(Caller caller, InboxQuery query) {
        Where where = filtered(caller, query);
        Long count = jdbc.queryForObject(
                "select count(*)" + where.sql(), Long.class, where.arguments().toArray());
        return count == null ? 0 : count;
    }

    /** One alert, if the reader may see it. */
    public Optional<InboxAlert> find(Caller caller, UUID id, boolean mineOnly) {
        Where where = Where.of(caller).and("a.id = ?", id);
        if (mineOnly) {
            where.mine(caller);
        }
        List<Object> arguments = new ArrayList<>();
        arguments.add(caller.userId().value());
        arguments.addAll(where.arguments());
        return jdbc.query(SELECT + where.sql(), (row, n) -> alert(row), arguments.toArray()).stream()
                .findFirst();
    }

    private static Where filtered(Caller caller, InboxQuery query) {
        Where where = Where.of(caller);
        query.equal().forEach((column, value) -> where.and("a." + column + " = ?", value));
        Boolean seen = query.seen();
        if (seen != null) {
            where.and((seen ? "" : "not ") + SEEN, caller.userId().value());
        }
        return query.mine() ? where.mine(caller) : where;
    }

    private static InboxAlert alert(ResultSet row) throws SQLException {
        return new InboxAlert(
                row.getObject(1, UUID.class),
                AlertKind.valueOf(row.getString(2)),
                row.getString(3),
                row.getObject(4, UUID.class),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getObject(8, LocalDate.class),
                row.getBigDecimal(9).stripTrailingZeros(),
                row.getBigDecimal(10).stripTrailingZeros(),
                row.getObject(11, UUID.class),
                row.getTimestamp(12).toInstant(),
                instant(row, 13),
                row.getString(14),
                List.of((String[]) row.getArray(15).getArray()),
                row.getBoolean(16),
                row.getString(17),
                instant(row, 18));
    }

    private static @Nullable Instant instant(ResultSet row, int column) throws SQLException {
        Timestamp at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
