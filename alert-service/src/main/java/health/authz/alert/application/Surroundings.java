package health.authz.alert.application;

import health.authz.alert.domain.ClientFacts;
import health.authz.alert.domain.StaffMember;
import health.authz.events.ClientId;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.events.profile.ProfileEvent.AlertRuleKind;
import health.authz.profile.ProfileTable;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** What decisions need beside the authorization: clients, days and staff of one organisation, each by one query. */
class Surroundings {
    private static final String CLIENTS = """
            select c.client_id, c.active, c.division_ids, c.assigned_user_ids, k.looked
              from client_copy c
              left join division_copy d on d.tenant = c.tenant and d.division_id = c.division_ids[1] and not d.erased
              left join calendar k on k.tenant = c.tenant and k.zone = coalesce(d.time_zone, 'UTC')
             where c.tenant = ? and c.client_id = any(?) and not c.erased""";
    private static final String STAFF = """
            select user_id, name, active, profile_id, division_ids, supervises
              from user_copy where tenant = ? and not erased and active and profile_id is not null""";

    private final JdbcTemplate jdbc;
    private final ProfileTable profiles;

    Surroundings(JdbcTemplate jdbc, ProfileTable profiles) {
        this.jdbc = jdbc;
        this.profiles = profiles;
    }

    /**
     * A client and the last day that began where it lives.
     *
     * @param today {@code null} before the first day began there
     */
    record Client(ClientFacts facts, @Nullable LocalDate today) {}

    /** A person with the name that a forecast shows. */
    record Named(StaffMember member, String name) {}

    /** Clients that are known; the others are absent. */
    Map<ClientId, Client> clients(TenantId tenant, Collection<ClientId> ids) {
        Map<ClientId, Client> clients = HashMap.newHashMap(ids.size());
        jdbc.query(
                CLIENTS,
                row -> {
                    clients.put(
                            new ClientId(row.getString(1)),
                            new Client(
                                    new ClientFacts(row.getBoolean(2), texts(row, 3), Set.copyOf(texts(row, 4))),
                                    row.getObject(5, LocalDate.class)));
                },
                tenant.value(),
                ids.stream().map(ClientId::value).toArray(String[]::new));
        return clients;
    }

    /** The day in UTC, for clients that are known no more. */
    @Nullable
    LocalDate today(TenantId tenant) {
        List<LocalDate> days = jdbc.query(
                "select looked from calendar where tenant = ? and zone = 'UTC' and looked is not null",
                (row, n) -> row.getObject(1, LocalDate.class),
                tenant.value());
        return days.isEmpty() ? null : days.getFirst();
    }

    /** Active users whose active profile asks for some alert. */
    List<Named> staff(TenantId tenant) {
        Map<String, ProfileTable.Profile> byId = new HashMap<>();
        profiles.all(tenant).forEach(profile -> byId.put(profile.id(), profile));
        List<Named> staff = new ArrayList<>();
        jdbc.query(
                STAFF,
                row -> {
                    ProfileTable.Profile profile = byId.get(row.getString(4));
                    if (profile != null && profile.active()) {
                        staff.add(new Named(member(row, profile), row.getString(2)));
                    }
                },
                tenant.value());
        return staff;
    }

    private static StaffMember member(ResultSet row, ProfileTable.Profile profile) throws SQLException {
        return new StaffMember(
                new UserId(row.getString(1)),
                row.getBoolean(3),
                kinds(profile),
                profile.clientAdmin(),
                Set.copyOf(texts(row, 5)),
                Set.copyOf(texts(row, 6)));
    }

    private static Set<AlertKind> kinds(ProfileTable.Profile profile) {
        Set<AlertKind> kinds = EnumSet.noneOf(AlertKind.class);
        profile.rules().forEach(rule -> kinds.add(kind(rule.kind())));
        return kinds;
    }

    private static AlertKind kind(AlertRuleKind kind) {
        return switch (kind) {
            case LOW_UNITS -> AlertKind.LOW_UNITS;
            case EXPIRING -> AlertKind.EXPIRING;
        };
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        Array array = row.getArray(column);
        return List.of((String[]) array.getArray());
    }
}
