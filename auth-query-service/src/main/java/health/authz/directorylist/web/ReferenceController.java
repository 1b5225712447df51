package health.authz.directorylist.web;

import health.authz.consistency.ConsistentReads;
import health.authz.directorylist.view.ReferenceKind;
import health.authz.directorylist.view.ReferenceRows;
import health.authz.platform.consistency.ConsistencyTokens;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import health.authz.rebuild.ListPage;
import health.authz.rebuild.ListState;
import health.authz.rebuild.ListStates;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Users, payers, divisions and groups. Users are staff and need a permission of their own. */
@RestController
class ReferenceController {
    private static final String KINDS = "{kind:users|payers|divisions|client-groups|user-groups}";
    private static final Set<String> KNOWN = Set.of("q", "limit", "cursor", ConsistencyTokens.PARAMETER);
    private final ReferenceRows rows;
    private final ListStates states;
    private final ConsistentReads reads;

    ReferenceController(ReferenceRows rows, ListStates states, ConsistentReads reads) {
        this.rows = rows;
        this.states = states;
        this.reads = reads;
    }

    @GetMapping("/api/v1/" + KINDS)
    ListPage<Map<String, Object>> list(Caller caller, @PathVariable("kind") String kind, HttpServletRequest request) {
        ReferenceKind asked = allowed(caller, kind);
        QueryParameters given = QueryParameters.of(request, KNOWN);
        reads.await(caller, given.text(ConsistencyTokens.PARAMETER).orElse(null));
        ListState state = states.now();
        return ListPage.of(rows.page(caller, asked, given), state);
    }

    @GetMapping("/api/v1/" + KINDS + "/{id}")
    Map<String, Object> one(
            Caller caller,
            @PathVariable("kind") String kind,
            @PathVariable("id") String id,
            HttpServletRequest request) {
        ReferenceKind asked = allowed(caller, kind);
        reads.await(caller, request);
        return rows.one(caller, asked, id).orElseThrow(() -> states.unlessItComesYet(Problems.notFound()));
    }

    private static ReferenceKind allowed(Caller caller, String kind) {
        ReferenceKind known = ReferenceKind.valueOf(kind.replace('-', '_').toUpperCase(Locale.ROOT));
        caller.require(known == ReferenceKind.USERS ? Permission.DIRECTORY_READ : Permission.AUTH_READ);
        return known;
    }
}
