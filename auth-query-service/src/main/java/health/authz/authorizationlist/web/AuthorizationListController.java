package health.authz.authorizationlist.web;

import health.authz.authorizationlist.view.AuthorizationFilter;
import health.authz.authorizationlist.view.AuthorizationRow;
import health.authz.authorizationlist.view.AuthorizationRows;
import health.authz.consistency.ConsistentReads;
import health.authz.platform.consistency.ConsistencyTokens;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.ETags;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import health.authz.rebuild.Checkpoints;
import health.authz.rebuild.ListPage;
import health.authz.rebuild.ListState;
import health.authz.rebuild.ListStates;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The master list: as pages of JSON, or whole as CSV or lines of JSON. */
@RestController
@RequestMapping("/api/v1/authorizations")
class AuthorizationListController {
    private static final MediaType CSV = MediaType.parseMediaType("text/csv");
    private static final MediaType LINES = MediaType.parseMediaType("application/x-ndjson");
    private static final Set<String> OF_SUMMARY = with(ConsistencyTokens.PARAMETER);
    private static final Set<String> KNOWN = with("sort", "limit", "cursor", ConsistencyTokens.PARAMETER);
    private final AuthorizationRows rows;
    private final ListStates states;
    private final ConsistentReads reads;

    AuthorizationListController(AuthorizationRows rows, ListStates states, ConsistentReads reads) {
        this.rows = rows;
        this.states = states;
        this.reads = reads;
    }

    private static Set<String> with(String... more) {
        Set<String> names = new HashSet<>(AuthorizationFilter.NAMES);
        names.addAll(List.of(more));
        return Set.copyOf(names);
    }

    @GetMapping
    @Nullable
    ResponseEntity<ListPage<AuthorizationRow>> list(
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response,
            @RequestHeader(name = "Accept", required = false) @Nullable String accept)
            throws IOException, HttpMediaTypeNotAcceptableException {
        caller.require(Permission.AUTH_READ);
        QueryParameters given = QueryParameters.of(request, KNOWN);
        MediaType wanted = wanted(accept);
        reads.await(caller, given.text(ConsistencyTokens.PARAMETER).orElse(null));
        if (wanted.equals(MediaType.APPLICATION_JSON)) {
            Checkpoints seen = states.seen();
            return ResponseEntity.ok()
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(ListPage.of(rows.page(caller, given, seen.version()), seen.state()));
        }
        AuthorizationRows.sort(given);
        Checkpoints before = states.mustBeWhole();
        boolean csv = wanted.equals(CSV);
        stream(
                caller,
                given,
                response,
                wanted,
                csv ? Csv.HEADER + "\r\n" : "",
                row -> csv ? Csv.line(row) + "\r\n" : Json.mapper().writeValueAsString(row) + "\n",
                () -> states.mustHaveStayedWhole(before));
        return null;
    }

    /** A file says nothing of itself, so there is none of half a list. Row by row, so that a million rows need no more memory than ten. The header waits for the first refusal to be out. */
    private void stream(
            Caller caller,
            QueryParameters given,
            HttpServletResponse response,
            MediaType type,
            String header,
            Function<AuthorizationRow, String> line,
            Runnable whenRead)
            throws IOException {
        response.setContentType(type + ";charset=UTF-8");
        if (type.equals(CSV)) {
            response.setHeader("Content-Disposition", "attachment; filename=\"authorizations.csv\"");
        }
        BufferedWriter out =
                new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8));
        out.write(header);
        rows.each(caller, given, row -> {
            try {
                out.write(line.apply(row));
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
        whenRead.run();
        out.flush();
    }

    private static MediaType wanted(@Nullable String accept) throws HttpMediaTypeNotAcceptableException {
        List<MediaType> offered = List.of(MediaType.APPLICATION_JSON, CSV, LINES);
        for (MediaType each : ranges(accept, offered)) {
            for (MediaType offer : offered) {
                if (each.includes(offer)) {
                    return offer;
                }
            }
        }
        throw new HttpMediaTypeNotAcceptableException(offered);
    }

    private static List<MediaType> ranges(@Nullable String accept, List<MediaType> offered)
            throws HttpMediaTypeNotAcceptableException {
        try {
            return MediaType.parseMediaTypes(accept == null || accept.isBlank() ? "*/*" : accept);
        } catch (InvalidMediaTypeException noRange) {
            HttpMediaTypeNotAcceptableException refused = new HttpMediaTypeNotAcceptableException(offered);
            refused.initCause(noRange);
            throw refused;
        }
    }

    @GetMapping("/summary")
    Map<String, Object> summary(Caller caller, HttpServletRequest request) {
        caller.require(Permission.AUTH_READ);
        QueryParameters given = QueryParameters.of(request, OF_SUMMARY);
        reads.await(caller, given.text(ConsistencyTokens.PARAMETER).orElse(null));
        ListState state = states.now();
        Map<String, Object> summary = new LinkedHashMap<>(rows.summary(caller, given));
        summary.put("listState", state.standing());
        if (!state.isReady()) {
            summary.put("rebuild", state.rebuild());
        }
        return summary;
    }

    @GetMapping("/{id}")
    ResponseEntity<AuthorizationRow> one(Caller caller, @PathVariable("id") String id, HttpServletRequest request) {
        caller.require(Permission.AUTH_READ);
        reads.await(caller, request);
        AuthorizationRow row = rows.one(caller, id).orElseThrow(() -> states.unlessItComesYet(Problems.notFound()));
        return ResponseEntity.ok().eTag(ETags.of(row.seq())).body(row);
    }
}
