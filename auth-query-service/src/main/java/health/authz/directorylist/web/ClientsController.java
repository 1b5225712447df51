package health.authz.directorylist.web;

import health.authz.directorylist.view.ClientRow;
import health.authz.directorylist.view.Clients;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Page;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
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

    ClientsController(Clients clients) {
        this.clients = clients;
    }

    private static Set<String> known() {
        Set<String> known = new HashSet<>(Clients.NAMES);
        known.addAll(List.of("sort", "limit", "cursor"));
        return Set.copyOf(known);
    }

    @GetMapping("/api/v1/clients")
    Page<ClientRow> list(Caller caller, HttpServletRequest request) {
        caller.require(Permission.AUTH_READ);
        return clients.page(caller, QueryParameters.of(request, KNOWN));
    }

    @GetMapping("/api/v1/clients/{id}")
    ClientRow one(Caller caller, @PathVariable("id") String id) {
        caller.require(Permission.AUTH_READ);
        return clients.one(caller, id).orElseThrow(Problems::notFound);
    }
}
