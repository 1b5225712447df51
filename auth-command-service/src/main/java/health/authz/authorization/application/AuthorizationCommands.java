package health.authz.authorization.application;

import health.authz.authorization.domain.AuthorizationCommand;
import health.authz.authorization.domain.NoteState;
import health.authz.authorization.domain.PatchAuthorization;
import health.authz.authorization.domain.PutNote;
import health.authz.authorization.domain.RequestedValues;
import health.authz.events.AuthorizationId;
import health.authz.events.NoteId;
import health.authz.events.Units;
import health.authz.events.authorization.ChangeReason;
import health.authz.platform.eventstore.Commands;
import health.authz.platform.eventstore.EventMetadata;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Single commands on an authorization that exists: what the caller may see, facts of now, then the aggregate. Where two
 * came at once the later one is decided again on what the first left, so it is refused by a rule or not at all.
 */
public class AuthorizationCommands {
    private final Commands commands;
    private final ClientsInView clients;
    private final KnownPayers payers;
    private final NoteSettings settings;
    private final Clock clock;

    AuthorizationCommands(
            Commands commands, ClientsInView clients, KnownPayers payers, NoteSettings settings, Clock clock) {
        this.commands = commands;
        this.clients = clients;
        this.payers = payers;
        this.settings = settings;
        this.clock = clock;
    }

    /** An accepted command, with what its answer shows of the client. */
    public record Answer(Outcome outcome, ClientInView client, LocalDate today) {}

    /** @param expectedSeq what the caller saw; {@code null} = whatever it is now */
    public Answer patch(
            Caller caller, AuthorizationId id, RequestedValues patch, @Nullable Long expectedSeq, ChangeReason reason) {
        ClientInView client = clients.of(caller, id);
        payers.require(caller.tenant(), patch);
        LocalDate today = today(client);
        return send(
                caller,
                client,
                new PatchAuthorization(
                        id,
                        patch,
                        expectedSeq,
                        client.facts(),
                        true,
                        true,
                        caller.may(Permission.AUTH_SPECIAL),
                        reason,
                        null,
                        today),
                null);
    }

    public void putNote(
            Caller caller, AuthorizationId id, NoteId note, LocalDate serviceDate, Units units, NoteState state) {
        ClientInView client = clients.of(caller, id);
        send(
                caller,
                client,
                new PutNote(
                        id,
                        note,
                        serviceDate,
                        units,
                        state,
                        client.facts(),
                        caller.may(Permission.AUTH_SPECIAL),
                        settings.lateGraceDays(caller.tenant()),
                        today(client)),
                null);
    }

    /** @param command makes the command, once the caller is known to see the authorization */
    public Answer act(
            Caller caller,
            AuthorizationId id,
            Function<AuthorizationId, AuthorizationCommand> command,
            @Nullable String comment) {
        return send(caller, clients.of(caller, id), command.apply(id), comment);
    }

    private Answer send(Caller caller, ClientInView client, AuthorizationCommand command, @Nullable String comment) {
        Outcome outcome = commands.send(AuthorizationTarget.of(command, comment), EventMetadata.of(caller));
        return new Answer(Objects.requireNonNull(outcome), client, today(client));
    }

    private LocalDate today(ClientInView client) {
        return LocalDate.now(clock.withZone(client.zone()));
    }
}
