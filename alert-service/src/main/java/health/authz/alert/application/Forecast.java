package health.authz.alert.application;

import health.authz.alert.domain.Recipients;
import health.authz.alert.domain.StaffMember;
import health.authz.events.ClientId;
import health.authz.events.TenantId;
import health.authz.events.UserId;
import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.setting.SettingTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whom alerts would reach if they were raised now; raises none. Asked once for a whole preview. */
public class Forecast {
    private final Surroundings surroundings;
    private final SettingTable settings;

    Forecast(Surroundings surroundings, SettingTable settings) {
        this.surroundings = surroundings;
        this.settings = settings;
    }

    /** So many alerts of a kind on one client. */
    public record Candidate(AlertKind kind, ClientId clientId, int count) {}

    /** A person by name. */
    public record Recipient(String id, String name) {}

    /** All alerts of a kind, and everybody whom any of them would reach. */
    public record Expected(AlertKind kind, long count, List<Recipient> recipients) {}

    public List<Expected> of(TenantId tenant, List<Candidate> candidates) {
        if (candidates.isEmpty() || !settings.alertsEnabled(tenant)) {
            return List.of();
        }
        Map<UserId, String> names = new HashMap<>();
        List<StaffMember> staff = new ArrayList<>();
        surroundings.staff(tenant).forEach(named -> {
            names.put(named.member().id(), named.name());
            staff.add(named.member());
        });
        Map<ClientId, Surroundings.Client> clients = surroundings.clients(
                tenant, candidates.stream().map(Candidate::clientId).collect(Collectors.toSet()));
        Map<AlertKind, Long> counts = new EnumMap<>(AlertKind.class);
        Map<AlertKind, Map<UserId, Recipient>> reached = new EnumMap<>(AlertKind.class);
        for (Candidate candidate : candidates) {
            counts.merge(candidate.kind(), (long) candidate.count(), Long::sum);
            Map<UserId, Recipient> people = reached.computeIfAbsent(candidate.kind(), kind -> new TreeMap<>());
            Surroundings.Client client = clients.get(candidate.clientId());
            if (client != null) {
                Recipients.of(candidate.kind(), client.facts(), staff)
                        .forEach(id -> people.put(id, new Recipient(id.value(), names.getOrDefault(id, ""))));
            }
        }
        return counts.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .map(each -> new Expected(
                        each.getKey(),
                        each.getValue(),
                        List.copyOf(
                                reached.getOrDefault(each.getKey(), Map.of()).values())))
                .toList();
    }
}
