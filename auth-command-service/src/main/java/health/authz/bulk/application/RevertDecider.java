package health.authz.bulk.application;

import health.authz.authorization.application.Windows;
import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Authorization;
import health.authz.authorization.domain.ClientFacts;
import health.authz.authorization.domain.Decision;
import health.authz.authorization.domain.ExistingWindow;
import health.authz.authorization.domain.Happened;
import health.authz.authorization.domain.Rejection;
import health.authz.authorization.domain.RevertAuthorization;
import health.authz.authorization.domain.RevertDecision;
import health.authz.authorization.domain.RevertHistory;
import health.authz.bulk.domain.Audience;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.DecidedRow;
import health.authz.bulk.domain.Target;
import health.authz.directory.Clients;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.TenantId;
import health.authz.events.authorization.AuthorizationEvent;
import health.authz.events.authorization.ChangeReason;
import health.authz.platform.eventstore.RecordedEvent;
import health.authz.platform.eventstore.Streams;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides the rows of one chunk of a revert. It reads whole streams, in one query: a snapshot does not know who touched what,
 * and when.
 */
final class RevertDecider {
    private final Clients directory;
    private final Windows windows;
    private final Streams streams;
    private final ChunkDecider.Today today;

    RevertDecider(Clients directory, Windows windows, Streams streams, ChunkDecider.Today today) {
        this.directory = directory;
        this.windows = windows;
        this.streams = streams;
        this.today = today;
    }

    /** One row with its life. */
    record Life(AuthorizationId id, RevertHistory history) {
        @Nullable
        Added of(TenantId tenant) {
            return history.now() instanceof Added added
                            && added.identity().tenant().equals(tenant)
                    ? added
                    : null;
        }
    }

    List<DecidedRow> rows(BulkPlan.Revert plan, List<Target> targets, ChunkDecider.@Nullable Run run) {
        TenantId tenant = plan.scope().tenant();
        List<Life> lives = lives(plan, targets);
        Map<AuthorizationId, List<ExistingWindow>> followers =
                new RevertFollowers(windows, streams).of(lives, plan, today);
        List<Life> restored = lives.stream()
                .filter(life ->
                        life.of(tenant) != null && life.history().voidedAt().isPresent())
                .toList();
        if (run != null && !restored.isEmpty()) {
            directory.lockClients(tenant, new TreeSet<>(clientsOf(restored, tenant)));
        }
        Map<ClientId, ClientFacts> clients = ChunkDecider.clients(directory, tenant, clientsOf(lives, tenant));
        Map<AuthorizationId, List<ExistingWindow>> addedSince = addedSince(restored, tenant);
        List<DecidedRow> rows = new ArrayList<>(lives.size());
        for (Life life : lives) {
            rows.add(row(
                    plan,
                    life,
                    clients,
                    addedSince.getOrDefault(life.id(), List.of()),
                    followers.getOrDefault(life.id(), List.of()),
                    run));
        }
        return rows;
    }

    private static Set<ClientId> clientsOf(List<Life> lives, TenantId tenant) {
        Set<ClientId> clients = new TreeSet<>();
        for (Life life : lives) {
            Added added = life.of(tenant);
            if (added != null) {
                clients.add(added.identity().client());
            }
        }
        return clients;
    }

    /** For rows that would come back: what cannot stand beside them and was added after they were voided. */
    private Map<AuthorizationId, List<ExistingWindow>> addedSince(List<Life> restored, TenantId tenant) {
        if (restored.isEmpty()) {
            return Map.of();
        }
        Set<BillingCode> codes = new TreeSet<>();
        restored.forEach(life ->
                codes.add(Objects.requireNonNull(life.of(tenant)).identity().code()));
        Map<ClientId, List<ExistingWindow>> existing = windows.existing(tenant, clientsOf(restored, tenant), codes);
        Map<AuthorizationId, List<ExistingWindow>> rivals = new HashMap<>();
        Set<String> ids = new TreeSet<>();
        for (Life life : restored) {
            ClientId client = Objects.requireNonNull(life.of(tenant)).identity().client();
            List<ExistingWindow> beside = life.history().rivals(existing.getOrDefault(client, List.of()));
            rivals.put(life.id(), beside);
            beside.forEach(other -> ids.add(other.id().toString()));
        }
        Map<String, Instant> addedAt = new HashMap<>();
        if (!ids.isEmpty()) {
            streams.recorded(ids)
                    .forEach((id, life) -> addedAt.put(id, life.getFirst().recordedAt()));
        }
        for (Life life : restored) {
            Instant voidedAt = life.history().voidedAt().orElseThrow();
            rivals.computeIfPresent(life.id(), (id, beside) -> beside.stream()
                    .filter(other -> !addedAt.getOrDefault(other.id().toString(), Instant.MAX)
                            .isBefore(voidedAt))
                    .toList());
        }
        return rivals;
    }

    private List<Life> lives(BulkPlan.Revert plan, List<Target> targets) {
        Map<String, List<RecordedEvent>> stored =
                streams.recorded(targets.stream().map(Target::id).toList());
        return targets.stream()
                .map(target -> new Life(
                        new AuthorizationId(UUID.fromString(target.id())),
                        RevertHistory.of(
                                stored.getOrDefault(target.id(), List.of()).stream()
                                        .map(RevertDecider::happened)
                                        .collect(Collectors.toList()),
                                plan.reverted())))
                .toList();
    }

    static Happened happened(RecordedEvent event) {
        return new Happened((AuthorizationEvent) event.payload(), event.sequence(), event.actor(), event.recordedAt());
    }

    private DecidedRow row(
            BulkPlan.Revert plan,
            Life life,
            Map<ClientId, ClientFacts> clients,
            List<ExistingWindow> addedSince,
            List<ExistingWindow> followers,
            ChunkDecider.@Nullable Run run) {
        Added added = life.of(plan.scope().tenant());
        ClientFacts client = added == null ? null : clients.get(added.identity().client());
        LocalDate day = today.of(client);
        if (added == null || !plan.scope().sees(client)) {
            return DecidedRow.of(
                            plan,
                            null,
                            null,
                            life.id(),
                            Authorization.NOT_ADDED,
                            Decision.reject(new Rejection.UnknownAuthorization(life.id())),
                            day)
                    .to(Audience.of(client));
        }
        RevertAuthorization revert = new RevertAuthorization(
                life.id(),
                plan.reverted(),
                plan.usedRows(),
                client,
                addedSince,
                followers,
                plan.scope().maySpecial(),
                run == null ? ChangeReason.CORRECTION : run.reason(),
                run == null ? ChunkDecider.NO_OPERATION : run.operation(),
                day);
        return DecidedRow.of(
                        plan,
                        added.identity().client(),
                        added.identity().code(),
                        life.id(),
                        added,
                        RevertDecision.decide(life.history(), revert),
                        day)
                .to(Audience.of(client));
    }
}
