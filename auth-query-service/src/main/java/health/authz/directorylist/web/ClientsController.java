package health.authz.directorylist.web;

import health.authz.consistency.ConsistentReads;
import health.authz.directorylist.view.ClientRow;
import health.authz.directorylist.view.Clients;
import health.authz.platform.consistency.ConsistencyTokens;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import health.authz.rebuild.ListPage;
import health.authz.rebuild.ListState;
import health.authz.rebuild.ListStates;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Clients, to be chosen for a bulk add. */
@RestController
class ClientsController {
    private static final Set<String> KNOWN = known();
    private final Clients clients;
    private final ListStates states;
    private final ConsistentReads reads;

    ClientsController(Clients clients, ListStates states, ConsistentReads reads) {
        this.clients = clients;
        this.states = states;
        this.reads = reads;
    }

    private static Set<String> known() {
        Set<String> known = new HashSet<>(Clients.NAMES);
        known.addAll(List.of("sort", "limit", "cursor", ConsistencyTokens.PARAMETER));
        return Set.copyOf(known);
    }

    @GetMapping("/api/v1/clients")
    ListPage<ClientRow> list(Caller caller, HttpServletRequest request) {
        caller.require(Permission.AUTH_READ);
        QueryParameters given = QueryParameters.of(request, KNOWN);
        reads.await(caller, given.text(ConsistencyTokens.PARAMETER).orElse(null));
        ListState state = states.now();
        return ListPage.of(clients.page(caller, given), state);
    }

    @GetMapping("/api/v1/clients/{id}")
    ClientRow one(Caller caller, @PathVariable("id") String id, HttpServletRequest request) {
        caller.require(Permission.AUTH_READ);
        reads.await(caller, request);
        return clients.one(caller, id).orElseThrow(() -> states.unlessItComesYet(Problems.notFound()));
    }
}
