package health.authz.authorization.application;

import health.authz.authorization.application.AuthorizationCommands.Answer;
import health.authz.authorization.domain.AddAuthorization;
import health.authz.authorization.domain.AddPolicies;
import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Authorization;
import health.authz.authorization.domain.AuthorizationCommand;
import health.authz.authorization.domain.AuthorizationDecisions;
import health.authz.authorization.domain.ClientFacts;
import health.authz.authorization.domain.CodeFacts;
import health.authz.authorization.domain.Decision;
import health.authz.authorization.domain.Decision.Accepted;
import health.authz.authorization.domain.Decision.Rejected;
import health.authz.authorization.domain.Decision.Skipped;
import health.authz.authorization.domain.EndPrevious;
import health.authz.authorization.domain.EndPrevious.Ended;
import health.authz.authorization.domain.ExistingWindow;
import health.authz.authorization.domain.Rejection.IsVoided;
import health.authz.authorization.domain.Rejection.UnknownClient;
import health.authz.authorization.domain.Rejection.UnknownCode;
import health.authz.authorization.domain.RequestedValues;
import health.authz.authorization.domain.Standing;
import health.authz.authorization.domain.SupersedeAuthorization;
import health.authz.directory.Directory;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.OperationId;
import health.authz.events.TenantId;
import health.authz.events.authorization.ChangeReason;
import health.authz.platform.eventstore.ConcurrentChange;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.eventstore.EventStreams;
import health.authz.platform.eventstore.NewEvent;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Enters single authorizations, new ones and renewals: the same steps as a chunk of one row. The client is locked before
 * what it has is read, and windows are written before events, in the order in which every other writer takes them.
 */
public class AuthorizationAdds {
    private static final int ATTEMPTS_MAX = 10;

    private final TransactionTemplate transaction;
    private final EventStreams streams;
    private final AuthorizationWindows windows;
    private final SystemAuthNumbers numbers;
    private final AuthorizationComments comments;
    private final ClientsInView clients;
    private final KnownPayers payers;
    private final Directory directory;
    private final Codes codes;
    private final AuthorizationIds ids;
    private final Clock clock;

    AuthorizationAdds(
            TransactionTemplate transaction,
            EventStreams streams,
            AuthorizationWindows windows,
            SystemAuthNumbers numbers,
            AuthorizationComments comments,
            ClientsInView clients,
            KnownPayers payers,
            Directory directory,
            Codes codes,
            AuthorizationIds ids,
            Clock clock) {
        this.transaction = transaction;
        this.streams = streams;
        this.windows = windows;
        this.numbers = numbers;
        this.comments = comments;
        this.clients = clients;
        this.payers = payers;
        this.directory = directory;
        this.codes = codes;
        this.ids = ids;
        this.clock = clock;
    }

    /** What a renewal changes, and why. */
    public record Renewal(
            RequestedValues values,
            ChangeReason reason,
            @Nullable String comment) {}

    /**
     * An exact duplicate answers the authorization that is there, unless the policy refuses it. A code that is not known
     * here yet is waited for.
     */
    public Answer add(Caller caller, NewAuthorization wanted) {
        ClientInView client = clients.named(caller, wanted.client());
        payers.require(caller.tenant(), wanted.values());
        CodeFacts code = SoonKnown.await(() -> known(caller.tenant(), wanted.code()))
                .orElseThrow(() -> new CommandRejected(new UnknownCode(wanted.code())));
        return inTransaction(() -> {
            directory.lockClients(caller.tenant(), new TreeSet<>(Set.of(wanted.client())));
            return add(caller, client, wanted, code, null, EventMetadata.of(caller));
        });
    }

    /** Enters the successor and links its predecessor to it, both or none. */
    public Answer renew(Caller caller, AuthorizationId predecessor, Renewal renewal) {
        ClientInView client = clients.of(caller, predecessor);
        return inTransaction(() -> {
            Added old = AuthorizationStream.added(load(predecessor));
            ClientId clientId = old.identity().client();
            directory.lockClients(caller.tenant(), new TreeSet<>(Set.of(clientId)));
            if (old.standing() == Standing.VOIDED) {
                throw new CommandRejected(new IsVoided(predecessor));
            }
            NewAuthorization wanted = new NewAuthorization(
                    clientId,
                    old.identity().code(),
                    Renewals.values(renewal.values(), old),
                    new AddPolicies(AddPolicies.OnExisting.REJECT, AddPolicies.OnOverlap.REJECT));
            CodeFacts code = known(caller.tenant(), wanted.code())
                    .orElseThrow(() -> new CommandRejected(new UnknownCode(wanted.code())));
            EventMetadata metadata = EventMetadata.of(caller);
            Answer answer = add(caller, client, wanted, code, predecessor, metadata);
            Added successor = answer.outcome().authorization();
            link(
                    old,
                    new SupersedeAuthorization(predecessor, successor.identity().id(), renewal.reason()),
                    metadata);
            if (renewal.comment() != null) {
                comments.record(successor, metadata.actor(), renewal.comment());
            }
            return answer;
        });
    }

    private Answer add(
            Caller caller,
            ClientInView client,
            NewAuthorization wanted,
            CodeFacts code,
            @Nullable AuthorizationId supersedes,
            EventMetadata metadata) {
        LocalDate today = LocalDate.now(clock.withZone(client.zone()));
        AddAuthorization command = command(caller, client, wanted, code, supersedes, today);
        return switch (AuthorizationDecisions.decide(Authorization.NOT_ADDED, command)) {
            case Rejected no -> throw new CommandRejected(no.why());
            case Skipped there ->
                new Answer(
                        new Outcome(AuthorizationStream.added(load(there.existing())), false, List.of()),
                        client,
                        today);
            case Accepted yes -> {
                Added added =
                        AuthorizationStream.added(AuthorizationStream.after(Authorization.NOT_ADDED, yes.events()));
                List<Ended> ended = endPrevious(caller, yes, today);
                windows.record(
                        caller.tenant(),
                        Stream.concat(Stream.of(added), ended.stream().map(Ended::after))
                                .map(ExistingWindow::of)
                                .sorted(Comparator.comparing(ExistingWindow::id))
                                .toList());
                streams.append(Stream.concat(
                                AuthorizationStream.next(Authorization.NOT_ADDED, yes.events(), metadata).stream(),
                                ended.stream()
                                        .flatMap(old ->
                                                AuthorizationStream.next(old.before(), old.events(), metadata)
                                                        .stream()))
                        .sorted(Comparator.comparing(NewEvent::aggregateId))
                        .toList());
                yield new Answer(new Outcome(added, true, yes.warnings()), client, today);
            }
        };
    }

    /** Rule B-22; a single add gives no reason of its own. */
    private List<Ended> endPrevious(Caller caller, Accepted add, LocalDate today) {
        if (add.ends().isEmpty()) {
            return List.of();
        }
        Map<AuthorizationId, Added> states = new HashMap<>();
        add.ends().forEach(id -> states.put(id, AuthorizationStream.added(load(id))));
        EndPrevious.Answer answer =
                new EndPrevious(caller.may(Permission.AUTH_SPECIAL), ChangeReason.RENEWAL, null, today).of(add, states);
        if (answer.refused() != null) {
            throw new CommandRejected(answer.refused());
        }
        return answer.ended();
    }

    private AddAuthorization command(
            Caller caller,
            ClientInView client,
            NewAuthorization wanted,
            CodeFacts codeFacts,
            @Nullable AuthorizationId supersedes,
            LocalDate today) {
        ClientFacts facts = client.facts();
        if (facts == null) {
            throw new CommandRejected(new UnknownClient(wanted.client()));
        }
        BillingCode code = codeFacts.code();
        OperationId single = AuthorizationIds.newOperation(clock.instant(), UUID.randomUUID());
        LocalDate start = wanted.values().startDate().appliedTo(today);
        return new AddAuthorization(
                ids.of(single, ids.newestKey()).id(1, wanted.client(), code, Objects.requireNonNullElse(start, today)),
                caller.tenant(),
                numbers.next(1).getFirst(),
                facts,
                codeFacts,
                wanted.values(),
                RequestedValues.NOTHING,
                RequestedValues.NOTHING,
                null,
                wanted.policies(),
                windows.existing(caller.tenant(), Set.of(wanted.client()), Set.of(code))
                        .getOrDefault(wanted.client(), List.of()),
                caller.may(Permission.AUTH_SPECIAL),
                today,
                null,
                null,
                null,
                supersedes);
    }

    private Optional<CodeFacts> known(TenantId tenant, BillingCode code) {
        return Optional.ofNullable(codes.of(tenant, Set.of(code)).get(code));
    }

    private void link(Added old, AuthorizationCommand command, EventMetadata metadata) {
        Decision decision = AuthorizationDecisions.decide(old, command);
        if (decision instanceof Accepted yes) {
            streams.append(AuthorizationStream.next(old, yes.events(), metadata));
        } else if (decision instanceof Rejected no) {
            throw new CommandRejected(no.why());
        }
    }

    private Authorization load(AuthorizationId id) {
        return AuthorizationStream.fold(streams.readOne(id.toString()));
    }

    /** Decided again where another writer was first. */
    private <T> T inTransaction(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return Objects.requireNonNull(transaction.execute(status -> work.get()));
            } catch (ConcurrentChange taken) {
                if (attempt == ATTEMPTS_MAX) {
                    throw taken;
                }
            }
        }
    }
}
