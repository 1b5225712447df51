package health.authz.bulk.application;

import health.authz.authorization.application.AuthNumbers;
import health.authz.authorization.application.AuthorizationIds;
import health.authz.authorization.application.AuthorizationStream;
import health.authz.authorization.application.Codes;
import health.authz.authorization.application.Snapshots;
import health.authz.authorization.application.Windows;
import health.authz.authorization.domain.AddAuthorization;
import health.authz.authorization.domain.AddPolicies;
import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Authorization;
import health.authz.authorization.domain.AuthorizationDecisions;
import health.authz.authorization.domain.ClientFacts;
import health.authz.authorization.domain.CodeFacts;
import health.authz.authorization.domain.Decision;
import health.authz.authorization.domain.EndPrevious;
import health.authz.authorization.domain.ExistingWindow;
import health.authz.authorization.domain.PatchAuthorization;
import health.authz.authorization.domain.Rejection;
import health.authz.authorization.domain.RequestedValues;
import health.authz.authorization.domain.Warning;
import health.authz.bulk.domain.Audience;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.DecidedRow;
import health.authz.bulk.domain.Target;
import health.authz.directory.Clients;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.OperationId;
import health.authz.events.TenantId;
import health.authz.events.authorization.ChangeReason;
import health.authz.platform.eventstore.StoredEvent;
import health.authz.platform.eventstore.Streams;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides the rows of one chunk on the state of now: a handful of queries, whatever its size. Preview and execution share
 * it; a preview has no operation, takes no locks and no numbers.
 */
class ChunkDecider {
    static final OperationId NO_OPERATION = new OperationId(new UUID(0, 0));
    private final Clients directory;
    private final Codes codes;
    private final Windows windows;
    private final AuthNumbers numbers;
    private final Streams streams;
    private final Snapshots snapshots;
    private final AuthorizationIds ids;
    private final Clock clock;

    ChunkDecider(
            Clients directory,
            Codes codes,
            Windows windows,
            AuthNumbers numbers,
            Streams streams,
            Snapshots snapshots,
            AuthorizationIds ids,
            Clock clock) {
        this.directory = directory;
        this.codes = codes;
        this.windows = windows;
        this.numbers = numbers;
        this.streams = streams;
        this.snapshots = snapshots;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The operation under which rows are decided in earnest.
     *
     * @param idsKey by which its new authorizations get their ids; {@code null} if it was confirmed before there were keys
     * @param firstLine of the rows in it, from 1
     */
    record Run(OperationId operation, @Nullable Integer idsKey, ChangeReason reason, long firstLine) {}

    List<DecidedRow> decide(BulkPlan plan, List<Target> targets, @Nullable Run run) {
        return switch (plan) {
            case BulkPlan.Add add -> new Adding(add, targets, run).rows();
            case BulkPlan.Update update -> update(update, targets, run);
            case BulkPlan.Revert revert ->
                new RevertDecider(directory, windows, streams, new Today(clock.instant())).rows(revert, targets, run);
        };
    }

    private Map<ClientId, ClientFacts> clients(TenantId tenant, Collection<ClientId> ids) {
        return clients(directory, tenant, ids);
    }

    static Map<ClientId, ClientFacts> clients(Clients directory, TenantId tenant, Collection<ClientId> ids) {
        Map<ClientId, ClientFacts> facts = new HashMap<>();
        directory
                .clients(tenant, ids)
                .forEach((id, known) -> facts.put(
                        id,
                        new ClientFacts(
                                known.id(),
                                known.active(),
                                known.inactiveSince(),
                                known.divisionIds(),
                                known.payerIds(),
                                known.assignedUserIds(),
                                known.zone())));
        return facts;
    }

    /** One moment for all rows of a chunk, and the day that it is in each zone. */
    static final class Today {
        private final Instant now;
        private final Map<ZoneId, LocalDate> days = new HashMap<>();

        Today(Instant now) {
            this.now = now;
        }

        LocalDate of(@Nullable ClientFacts client) {
            return days.computeIfAbsent(
                    client == null ? ZoneOffset.UTC : client.zone(), zone -> LocalDate.ofInstant(now, zone));
        }
    }

    /** One chunk of an add; all of a client's rows stand together. */
    private final class Adding {
        private final BulkPlan.Add plan;
        private final @Nullable Run run;
        private final List<Asked> asked;
        private final Map<ClientId, ClientFacts> clients;
        private final Map<BillingCode, CodeFacts> known;
        private final Map<ClientId, List<ExistingWindow>> existing;
        private final List<Long> free;
        private final Today today;
        private final AuthorizationIds.OfOperation rowIds;
        private int used;

        Adding(BulkPlan.Add plan, List<Target> targets, @Nullable Run run) {
            this.plan = plan;
            this.run = run;
            today = new Today(clock.instant());
            rowIds = run == null ? ids.of(NO_OPERATION, ids.newestKey()) : ids.of(run.operation(), run.idsKey());
            TenantId tenant = plan.scope().tenant();
            Map<BillingCode, CodeFacts> byName = codes.of(tenant, named(plan, targets));
            asked = targets.stream()
                    .flatMap(target -> asked(plan, target, byName))
                    .toList();
            Set<ClientId> named = asked.stream().map(Asked::client).collect(Collectors.toSet());
            Set<BillingCode> wanted = asked.stream().map(Asked::code).collect(Collectors.toSet());
            if (run != null) {
                directory.lockClients(tenant, new TreeSet<>(named));
            }
            clients = ChunkDecider.this.clients(tenant, named);
            known = byName.values().stream()
                    .collect(Collectors.toMap(CodeFacts::code, Function.identity(), (one, same) -> one));
            existing = new HashMap<>(windows.existing(tenant, named, wanted));
            free = run == null ? List.of() : numbers.next(asked.size());
        }

        List<DecidedRow> rows() {
            List<DecidedRow> rows = new ArrayList<>(asked.size());
            long line = run == null ? 1 : run.firstLine();
            for (Asked each : asked) {
                DecidedRow row = warned(row(each, line++), each.nameDiffers());
                rows.add(row);
                if (plan.byRows() && row.addedAfter() != null) {
                    standsNow(row.addedAfter());
                }
            }
            if (plan.policies().onOverlap() == AddPolicies.OnOverlap.END_PREVIOUS) {
                endPrevious(rows);
            }
            return rows;
        }

        /** Rule B-22, with the older authorizations of the whole chunk read at once. */
        private void endPrevious(List<DecidedRow> rows) {
            List<Target> older = rows.stream()
                    .flatMap(row -> row.ends().stream())
                    .distinct()
                    .map(id -> new Target(id.toString(), Target.UNSEEN))
                    .toList();
            if (older.isEmpty()) {
                return;
            }
            Map<AuthorizationId, Added> states = new HashMap<>();
            states(older).forEach(state -> {
                if (state instanceof Added added) {
                    states.put(added.identity().id(), added);
                }
            });
            rows.replaceAll(row -> {
                DecidedRow decided = row.ends().isEmpty() ? row : endPrevious(row, states);
                Added added = decided.addedAfter();
                if (plan.byRows() && added != null) {
                    states.put(added.identity().id(), added);
                }
                return decided;
            });
        }

        /** A later row of the chunk finds the older ones, and the rows of a file that were added, as this one leaves them. */
        private DecidedRow endPrevious(DecidedRow row, Map<AuthorizationId, Added> states) {
            EndPrevious.Answer answer = new EndPrevious(
                            plan.scope().maySpecial(),
                            run == null ? ChangeReason.RENEWAL : run.reason(),
                            run == null ? null : run.operation(),
                            row.today())
                    .of((Decision.Accepted) row.decision(), states);
            if (answer.refused() != null) {
                return DecidedRow.of(
                                plan,
                                row.client(),
                                row.code(),
                                row.id(),
                                row.before(),
                                Decision.reject(answer.refused()),
                                row.today())
                        .to(row.audience());
            }
            answer.ended().forEach(ended -> states.put(ended.before().identity().id(), ended.after()));
            return row.ending(answer.ended());
        }

        /** Rows of a file may name a client's code twice, and what the first of them adds stands before the second. */
        private void standsNow(Added added) {
            existing.merge(
                    added.identity().client(), List.of(ExistingWindow.of(added)), (known, fresh) -> Stream.concat(
                                    known.stream(), fresh.stream())
                            .toList());
        }

        private DecidedRow row(Asked row, long line) {
            ClientFacts client = clients.get(row.client());
            LocalDate day = today.of(client);
            AuthorizationId id = id(line, row);
            return DecidedRow.of(
                            plan,
                            row.client(),
                            row.code(),
                            run == null ? null : id,
                            Authorization.NOT_ADDED,
                            decision(row, id, client, day),
                            day)
                    .to(Audience.of(client));
        }

        private Decision decision(Asked row, AuthorizationId id, @Nullable ClientFacts client, LocalDate day) {
            if (client == null || !plan.scope().sees(client)) {
                return Decision.reject(new Rejection.UnknownClient(row.client()));
            }
            CodeFacts code = known.get(row.code());
            if (code == null) {
                return Decision.reject(new Rejection.UnknownCode(row.code()));
            }
            OperationId operation = run == null ? NO_OPERATION : run.operation();
            return AuthorizationDecisions.decide(
                    Authorization.NOT_ADDED,
                    new AddAuthorization(
                            id,
                            plan.scope().tenant(),
                            free.isEmpty() ? 0 : free.get(used++),
                            client,
                            code,
                            row.forCode(),
                            plan.values(),
                            row.ofMember(),
                            plan.selectionPayer(),
                            plan.policies(),
                            existing.getOrDefault(row.client(), List.of()),
                            plan.scope().maySpecial(),
                            day,
                            operation,
                            plan.groupId(),
                            plan.groupVersion(),
                            null));
        }

        /** A row without a start is refused, so its id is never used. */
        private AuthorizationId id(long line, Asked row) {
            LocalDate start = row.forCode().over(plan.values()).startDate().appliedTo(null);
            return rowIds.id(line, row.client(), row.code(), start == null ? LocalDate.EPOCH : start);
        }
    }

    /** One row to add. @param forCode values for this code alone, which go before those for all */
    private record Asked(
            ClientId client,
            BillingCode code,
            RequestedValues forCode,
            RequestedValues ofMember,
            boolean nameDiffers) {}

    private static DecidedRow warned(DecidedRow row, boolean nameDiffers) {
        return nameDiffers ? row.warned(Warning.NAME_DIFFERS) : row;
    }

    /** Codes as the rows name them. */
    private static Set<BillingCode> named(BulkPlan.Add plan, List<Target> targets) {
        return (plan.byRows()
                        ? targets.stream()
                                .map(target -> Objects.requireNonNull(target.code(), "a row to add names its code"))
                        : plan.members().stream().map(BulkPlan.Member::code))
                .collect(Collectors.toSet());
    }

    /** A target's rows: as many as the plan has codes, or the one that it is itself. */
    private static Stream<Asked> asked(BulkPlan.Add plan, Target target, Map<BillingCode, CodeFacts> known) {
        ClientId client = new ClientId(target.id());
        if (!plan.byRows()) {
            return plan.members().stream()
                    .map(member ->
                            new Asked(client, member.code(), plan.forCode(member.code()), member.values(), false));
        }
        BillingCode code = Codes.defined(Objects.requireNonNull(target.code()), known);
        return Stream.of(new Asked(
                client, code, target.values().over(plan.forCode(code)), plan.ofMember(code), target.nameDiffers()));
    }

    private List<DecidedRow> update(BulkPlan.Update plan, List<Target> targets, @Nullable Run run) {
        List<Authorization> states = states(targets);
        Map<ClientId, ClientFacts> clients = clients(
                plan.scope().tenant(),
                states.stream()
                        .flatMap(state -> state instanceof Added added
                                ? Stream.of(added.identity().client())
                                : Stream.of())
                        .collect(Collectors.toSet()));
        Today today = new Today(clock.instant());
        List<DecidedRow> rows = new ArrayList<>(targets.size());
        for (int i = 0; i < targets.size(); i++) {
            Target target = targets.get(i);
            rows.add(warned(changed(plan, target, states.get(i), clients, today, run), target.nameDiffers()));
        }
        return rows;
    }

    /** From their snapshots, where they have any, and the events behind them. */
    private List<Authorization> states(List<Target> targets) {
        Map<String, Authorization> known = new HashMap<>(snapshots.of(
                targets.stream().filter(ChunkDecider::isLong).map(Target::id).toList()));
        Map<String, List<StoredEvent>> later;
        if (known.isEmpty()) {
            later = streams.read(targets.stream().map(Target::id).toList());
        } else {
            targets.forEach(target -> known.putIfAbsent(target.id(), Authorization.NOT_ADDED));
            later = streams.readAfter(
                    known.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, state -> state.getValue()
                            .seq())));
        }
        return targets.stream()
                .map(target -> AuthorizationStream.fold(
                        known.getOrDefault(target.id(), Authorization.NOT_ADDED),
                        later.getOrDefault(target.id(), List.of())))
                .toList();
    }

    /** Whether it had so many events when it was selected that it may have a snapshot. */
    private static boolean isLong(Target target) {
        return target.seq() == Target.UNSEEN || target.seq() + 1 >= AuthorizationStream.SNAPSHOT_EVERY;
    }

    private DecidedRow changed(
            BulkPlan.Update plan,
            Target target,
            Authorization state,
            Map<ClientId, ClientFacts> clients,
            Today today,
            @Nullable Run run) {
        AuthorizationId id = new AuthorizationId(UUID.fromString(target.id()));
        Audience audience = Audience.OF_NO_CLIENT;
        if (state instanceof Added added
                && added.identity().tenant().equals(plan.scope().tenant())) {
            ClientFacts client = clients.get(added.identity().client());
            audience = Audience.of(client);
            if (plan.scope().sees(client)) {
                LocalDate day = today.of(client);
                PatchAuthorization patch = new PatchAuthorization(
                        id,
                        target.values().over(plan.patch()),
                        target.seq(),
                        client,
                        !target.values().isEmpty(),
                        plan.includeOpenEnded(),
                        plan.scope().maySpecial(),
                        run == null ? ChangeReason.CORRECTION : run.reason(),
                        run == null ? null : run.operation(),
                        day);
                return DecidedRow.of(
                                plan,
                                added.identity().client(),
                                added.identity().code(),
                                id,
                                added,
                                AuthorizationDecisions.decide(added, patch),
                                day)
                        .to(audience);
            }
        }
        return DecidedRow.of(
                        plan,
                        null,
                        null,
                        id,
                        Authorization.NOT_ADDED,
                        Decision.reject(new Rejection.UnknownAuthorization(id)),
                        today.of(null))
                .to(audience);
    }
}
