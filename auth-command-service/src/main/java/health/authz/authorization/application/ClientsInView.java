package health.authz.authorization.application;

import health.authz.authorization.domain.ClientFacts;
import health.authz.authorization.domain.ExistingWindow;
import health.authz.authorization.domain.Rejection.UnknownAuthorization;
import health.authz.authorization.domain.Rejection.UnknownClient;
import health.authz.directory.Directory;
import health.authz.events.AuthorizationId;
import health.authz.events.ClientId;
import health.authz.platform.security.Caller;
import java.util.List;
import java.util.Set;

/** Clients as far as the caller may see them. Who may not see one is told the same as of one that does not exist. */
class ClientsInView {
    private final Directory directory;
    private final AuthorizationWindows windows;

    ClientsInView(Directory directory, AuthorizationWindows windows) {
        this.directory = directory;
        this.windows = windows;
    }

    /** A client that is named in a request. */
    ClientInView named(Caller caller, ClientId client) {
        return visible(caller, client, new CommandRejected(new UnknownClient(client)));
    }

    /** The client of an authorization that is named in a request; it may have been erased since. */
    ClientInView of(Caller caller, AuthorizationId id) {
        CommandRejected unseen = new CommandRejected(new UnknownAuthorization(id));
        ClientId client =
                windows.find(caller.tenant(), id).map(ExistingWindow::client).orElseThrow(() -> unseen);
        if (caller.maySee(List.of(), List.of())
                && !directory.clients(caller.tenant(), Set.of(client)).containsKey(client)) {
            return ClientInView.erased();
        }
        return visible(caller, client, unseen);
    }

    private ClientInView visible(Caller caller, ClientId id, CommandRejected unseen) {
        health.authz.directory.ClientFacts known =
                directory.clients(caller.tenant(), Set.of(id)).get(id);
        if (known == null || !caller.maySee(known.divisionIds(), known.assignedUserIds())) {
            throw unseen;
        }
        return new ClientInView(facts(known), known.zone(), known.name());
    }

    /** What the directory knows, as decisions take it. */
    static ClientFacts facts(health.authz.directory.ClientFacts known) {
        return new ClientFacts(
                known.id(),
                known.active(),
                known.inactiveSince(),
                known.divisionIds(),
                known.payerIds(),
                known.assignedUserIds(),
                known.zone());
    }
}
