package health.authz.authorization.application;

import health.authz.authorization.domain.ExistingWindow;
import health.authz.authorization.domain.WindowState;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.platform.eventstore.ConcurrentChange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Which client has which code from when to when: what duplicates and overlaps are judged by. Kept in the transaction of the
 * events; an add locks its clients first ({@code Directory.lockClients}), so two cannot both see nothing there.
 */
public class AuthorizationWindows implements Windows {
    private static final String COLUMNS = """
            authorization_id, client_id, billing_code, payer_id, authorization_number, start_date, end_date, state""";
    private static final String ADD = """
            insert into authorization_window (tenant, %s)
            select ?, * from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::date[], ?::date[], ?::text[])\
            """.formatted(COLUMNS);
    private static final String RECORD = ADD + """
             on conflict (authorization_id) do update
               set payer_id = excluded.payer_id, authorization_number = excluded.authorization_number,
                   start_date = excluded.start_date, end_date = excluded.end_date, state = excluded.state""";

    private final JdbcTemplate jdbc;

    public AuthorizationWindows(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** In one query. */
    @Override
    public Map<ClientId, List<ExistingWindow>> existing(
            TenantId tenant, Collection<ClientId> clients, Collection<BillingCode> codes) {
        Map<ClientId, List<ExistingWindow>> existing = new HashMap<>();
        jdbc.query(
                "select " + COLUMNS + " from authorization_window"
                        + " where tenant = ? and client_id = any(?) and billing_code = any(?) order by authorization_id",
                row -> {
                    ExistingWindow window = window(row);
                    existing.computeIfAbsent(window.client(), client -> new ArrayList<>(4))
                            .add(window);
                },
                tenant.value(),
                clients.stream().map(ClientId::value).toArray(String[]::new),
                codes.stream().map(BillingCode::value).toArray(String[]::new));
        return existing;
    }

    /** One authorization of the organisation, as far as it is known here; empty if it has none with this id. */
    public Optional<ExistingWindow> find(TenantId tenant, AuthorizationId id) {
        return jdbc
                .query(
                        "select " + COLUMNS + " from authorization_window where tenant = ? and authorization_id = ?",
                        (row, number) -> window(row),
                        tenant.value(),
                        id.value())
                .stream()
                .findFirst();
    }

    /** Those that the organisation has among these, as far as they are known here, by id. */
    public Map<AuthorizationId, ExistingWindow> byId(TenantId tenant, Collection<AuthorizationId> ids) {
        Map<AuthorizationId, ExistingWindow> found = new HashMap<>();
        jdbc.query(
                "select " + COLUMNS + " from authorization_window where tenant = ? and authorization_id = any(?)",
                row -> {
                    ExistingWindow window = window(row);
                    found.put(window.id(), window);
                },
                tenant.value(),
                ids.stream().map(AuthorizationId::value).toArray(UUID[]::new));
        return found;
    }

    @Override
    public void add(TenantId tenant, Collection<ExistingWindow> windows) {
        try {
            write(ADD, tenant, windows);
        } catch (DuplicateKeyException taken) {
            throw new ConcurrentChange(taken);
        }
    }

    @Override
    public void record(TenantId tenant, Collection<ExistingWindow> windows) {
        write(RECORD, tenant, windows);
    }

    /** All in one statement. */
    private void write(String statement, TenantId tenant, Collection<ExistingWindow> windows) {
        if (windows.isEmpty()) {
            return;
        }
        jdbc.update(
                statement,
                tenant.value(),
                column(windows, window -> window.id().value(), UUID[]::new),
                column(windows, window -> window.client().value(), String[]::new),
                column(windows, window -> window.code().value(), String[]::new),
                column(
                        windows,
                        window -> window.payer() == null ? null : window.payer().value(),
                        String[]::new),
                column(windows, ExistingWindow::number, String[]::new),
                column(windows, window -> window.start().toString(), String[]::new),
                column(
                        windows,
                        window -> window.end() == null ? null : window.end().toString(),
                        String[]::new),
                column(windows, window -> window.state().name(), String[]::new));
    }

    private static <T> T[] column(
            Collection<ExistingWindow> windows, Function<ExistingWindow, @Nullable T> value, IntFunction<T[]> array) {
        return windows.stream().map(value).toArray(array);
    }

    private static ExistingWindow window(ResultSet row) throws SQLException {
        String payer = row.getString("payer_id");
        return new ExistingWindow(
                new AuthorizationId(row.getObject("authorization_id", UUID.class)),
                new ClientId(row.getString("client_id")),
                new BillingCode(row.getString("billing_code")),
                payer == null ? null : new PayerId(payer),
                row.getString("authorization_number"),
                row.getObject("start_date", LocalDate.class),
                row.getObject("end_date", LocalDate.class),
                WindowState.valueOf(row.getString("state")));
    }
}
