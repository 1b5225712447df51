package health.authz.alert.application;

import health.authz.alert.application.AlertDesk.Cause;
import health.authz.alert.application.AlertDesk.Step;
import health.authz.alert.domain.AlertDecisions.Closed;
import health.authz.alert.domain.AlertDecisions.Raised;
import health.authz.alert.domain.Facts;
import health.authz.alert.domain.StaffMember;
import health.authz.events.AlertId;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.TenantId;
import health.authz.events.alert.AlertEvent.AlertClosed;
import health.authz.events.alert.AlertEvent.AlertRaised;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.envelope.EventHeaders;
import health.authz.platform.consuming.Received;
import health.authz.platform.consuming.RecordRejected;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.eventstore.EventStreams;
import health.authz.platform.eventstore.NewEvent;
import health.authz.setting.SettingTable;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Decides alerts and writes what came of it; always in the caller's transaction.
 *
 * <p>An organisation's alerts are decided by one transaction at a time, under a lock of its own: a successor and the
 * authorization it follows come on different partitions, and must see each other.
 */
public class Alerts {
    static final String AGGREGATE_TYPE = "Alert";
    private static final String PROCESS = "alert-service";

    private final JdbcTemplate jdbc;
    private final WatchedTable watched;
    private final AlertTable table;
    private final Surroundings surroundings;
    private final SettingTable settings;
    private final EventStreams streams;
    private final AlertMeters meters;
    private final Clock clock;

    Alerts(
            JdbcTemplate jdbc,
            WatchedTable watched,
            AlertTable table,
            Surroundings surroundings,
            SettingTable settings,
            EventStreams streams,
            AlertMeters meters,
            Clock clock) {
        this.jdbc = jdbc;
        this.watched = watched;
        this.table = table;
        this.surroundings = surroundings;
        this.settings = settings;
        this.streams = streams;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * Applies authorization events, each once and in order; nothing is written if one cannot be applied.
     *
     * @throws RecordRejected if some are ahead of their time or wrong, for all of these at once
     */
    public void onAuthorizationEvents(List<Received> batch) {
        Map<TenantId, List<Received>> byTenant = new TreeMap<>();
        batch.forEach(record -> byTenant.computeIfAbsent(record.tenant(), tenant -> new ArrayList<>())
                .add(record));
        lock(byTenant.keySet());
        Map<String, RecordRejected> rejected = new LinkedHashMap<>();
        List<AlertDesk> desks = new ArrayList<>();
        byTenant.forEach((tenant, records) -> desks.add(decided(tenant, records, rejected)));
        if (!rejected.isEmpty()) {
            throw RecordRejected.together(List.copyOf(rejected.values()));
        }
        desks.forEach(this::write);
    }

    /** @param rejected gets the first of each subject that cannot be applied; what follows it is left out */
    private AlertDesk decided(TenantId tenant, List<Received> batch, Map<String, RecordRejected> rejected) {
        Map<Received, AuthorizationEvent> events = new LinkedHashMap<>();
        unlessRejected(batch, rejected, record -> events.put(record, authorizationEvent(record)));
        AlertDesk desk = deskFor(tenant, events);
        unlessRejected(
                events.keySet(),
                rejected,
                record -> apply(desk, record, Objects.requireNonNull(events.get(record), "it was just read")));
        return desk;
    }

    private static void unlessRejected(
            Collection<Received> records, Map<String, RecordRejected> rejected, Consumer<Received> work) {
        for (Received record : records) {
            if (!rejected.containsKey(record.subject())) {
                try {
                    work.accept(record);
                } catch (RecordRejected one) {
                    rejected.put(record.subject(), one);
                }
            }
        }
    }

    private static AuthorizationEvent authorizationEvent(Received record) {
        id(record);
        if (record.event() instanceof AuthorizationEvent known) {
            return known;
        }
        throw record.rejected("no event of an authorization");
    }

    private AlertDesk deskFor(TenantId tenant, Map<Received, AuthorizationEvent> events) {
        Set<AuthorizationId> known = new HashSet<>();
        Set<ClientId> clients = new HashSet<>();
        Set<BillingCode> codes = new HashSet<>();
        events.forEach((record, event) -> {
            if (event instanceof AuthAdded added) {
                clients.add(added.clientId());
                codes.add(added.billingCode());
            } else {
                known.add(id(record));
            }
        });
        List<Watched> named = known.isEmpty() ? List.of() : watched.byId(known);
        named.forEach(each -> {
            clients.add(each.facts().client());
            codes.add(each.facts().code());
        });
        return desk(tenant, clients, clients.isEmpty() ? List.of() : watched.ofClients(tenant, clients, codes));
    }

    private static AuthorizationId id(Received record) {
        try {
            return AuthorizationId.of(record.subject());
        } catch (IllegalArgumentException noId) {
            throw record.rejected("the subject is no authorization");
        }
    }

    private static void apply(AlertDesk desk, Received record, AuthorizationEvent event) {
        Watched held = desk.find(id(record));
        long next = held == null ? 0 : held.seq() + 1;
        long seq = record.sequence();
        if (seq < next) {
            return;
        }
        if (seq > next) {
            throw record.rejected("gap: seq " + seq + " came after " + (next - 1));
        }
        Cause cause = new Cause(record.headers().get(EventHeaders.ID), record.operationId());
        if (held == null) {
            if (!(event instanceof AuthAdded added)) {
                throw record.rejected("the first event is no AuthAdded");
            }
            desk.apply(Watched.of(Facts.of(added)), added, cause);
        } else {
            desk.apply(held.evolve(event, seq), event, cause);
        }
    }

    /** Decides everything of these clients again: they became active or inactive, came, went or moved. */
    public void onClientsChanged(TenantId tenant, Set<ClientId> clients, Cause cause) {
        decideAll(tenant, clients, watched.ofClients(tenant, clients), cause);
    }

    /** The daily look: what may be raised or closed by the day itself. */
    public void onDay(TenantId tenant, String zone, LocalDate day, Cause cause) {
        List<Watched> due = watched.onADay(tenant, zone, day);
        if (due.isEmpty()) {
            return;
        }
        Set<ClientId> clients = clientsOf(due);
        Set<BillingCode> codes = due.stream().map(each -> each.facts().code()).collect(Collectors.toSet());
        AlertDesk desk = desk(tenant, clients, watched.ofClients(tenant, clients, codes));
        due.forEach(each -> desk.decide(each.facts().id(), cause));
        write(desk);
    }

    /** Why something was looked at again, outside the events of authorizations. */
    public static Cause causedBy(Received record) {
        return new Cause(record.headers().get(EventHeaders.ID), null);
    }

    private void decideAll(TenantId tenant, Set<ClientId> clients, List<Watched> due, Cause cause) {
        if (!due.isEmpty()) {
            AlertDesk desk = desk(tenant, clients, due);
            due.forEach(each -> desk.decide(each.facts().id(), cause));
            write(desk);
        }
    }

    private static Set<ClientId> clientsOf(Collection<Watched> watched) {
        return watched.stream().map(each -> each.facts().client()).collect(Collectors.toSet());
    }

    private AlertDesk desk(TenantId tenant, Set<ClientId> clients, List<Watched> held) {
        return new AlertDesk(
                tenant,
                settings.alertsEnabled(tenant),
                surroundings.clients(tenant, clients),
                surroundings.today(tenant),
                held);
    }

    /** One transaction at a time decides for an organisation. */
    public void lock(Collection<TenantId> tenants) {
        new TreeSet<>(tenants)
                .forEach(tenant -> jdbc.query(
                        "select pg_advisory_xact_lock(hashtextextended('alerts of ' || ?, 0))::text",
                        row -> {},
                        tenant.value()));
    }

    private void write(AlertDesk desk) {
        if (!desk.changed().isEmpty()) {
            watched.save(desk.changed());
        }
        if (!desk.steps().isEmpty()) {
            writeSteps(desk);
        }
    }

    /** Streams are read once: an alert may be raised and closed in one chunk, or seen by people before it closes. */
    private void writeSteps(AlertDesk desk) {
        List<AlertId> ids = desk.steps().stream().map(Step::alertId).toList();
        Map<AlertId, AlertTable.Standing> standing = new HashMap<>(table.lock(ids));
        Set<AlertId> before = Set.copyOf(standing.keySet());
        List<StaffMember> staff = surroundings.staff(desk.tenant()).stream()
                .map(Surroundings.Named::member)
                .toList();
        Map<Cause, EventMetadata> metadata = new HashMap<>();
        List<AlertRaised> raised = new ArrayList<>();
        List<AlertClosed> closed = new ArrayList<>();
        List<NewEvent> events = new ArrayList<>();
        for (Step step : desk.steps()) {
            AlertId id = step.alertId();
            EventMetadata of = metadata.computeIfAbsent(step.cause(), cause -> metadata(desk.tenant(), cause));
            switch (step.transition()) {
                case Raised now -> {
                    if (!before.contains(id)) {
                        AlertRaised event = desk.raised(step, now, staff);
                        boolean reached = !event.recipients().isEmpty();
                        raised.add(event);
                        events.add(new NewEvent(AGGREGATE_TYPE, id.toString(), 0, event, of));
                        standing.put(id, new AlertTable.Standing(now.kind(), 0, reached));
                        meters.counted(now.kind(), AlertMeters.Step.RAISED, reached);
                    }
                }
                case Closed now -> {
                    AlertTable.Standing at = standing.get(id);
                    if (at != null) {
                        AlertClosed event = step.closed(now);
                        closed.add(event);
                        events.add(new NewEvent(AGGREGATE_TYPE, id.toString(), at.seq() + 1, event, of));
                        meters.counted(at.kind(), AlertMeters.Step.CLOSED, at.reached());
                    }
                }
            }
        }
        Instant now = clock.instant();
        table.raised(raised, now);
        table.closed(closed, now);
        streams.append(events);
    }

    private static EventMetadata metadata(TenantId tenant, Cause cause) {
        return EventMetadata.ofProcess(tenant, PROCESS, cause.eventId()).within(cause.operation());
    }
}
