package health.authz.bulk.web;

import health.authz.authorization.domain.AddPolicies;
import health.authz.authorization.domain.RequestedValues;
import health.authz.authorization.web.AddPoliciesJson;
import health.authz.bulk.application.BulkFiles;
import health.authz.bulk.application.BulkOperations;
import health.authz.bulk.application.BulkPreviewer;
import health.authz.bulk.application.FileBody;
import health.authz.bulk.application.Mappings;
import health.authz.bulk.application.Preview;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.Scope;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.Fields;
import health.authz.platform.web.FileText;
import health.authz.platform.web.Page;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Bulk previews from files over HTTP. */
@RestController
@RequestMapping("/api/v1/bulk-previews")
class BulkFileController {
    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";
    private static final Set<String> POLICIES = Set.of("onDuplicate", "onOverlap");
    private static final Set<String> PARAMETERS = Stream.of(
                    Set.of("kind", "allOrNothing"), POLICIES, FileForm.PARAMETERS)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());
    private final BulkFiles files;
    private final BulkPreviewer previewer;
    private final PreviewAnswers answers;
    private final Mappings mappings;
    private final Cursors cursors;

    BulkFileController(
            BulkFiles files, BulkPreviewer previewer, PreviewAnswers answers, Mappings mappings, Cursors cursors) {
        this.mappings = mappings;
        this.files = files;
        this.previewer = previewer;
        this.answers = answers;
        this.cursors = cursors;
    }

    @PostMapping(consumes = {CSV, NDJSON})
    ResponseEntity<JsonNode> make(Caller caller, HttpServletRequest http) throws IOException {
        caller.require(Permission.AUTH_BULK);
        MediaType type = FileText.utf8(http);
        QueryParameters query = QueryParameters.of(http, PARAMETERS);
        BulkKind kind = kind(query);
        BulkPlan plan = plan(BulkOperations.scope(caller), kind, query);
        InputStream bytes = http.getInputStream();
        boolean isSheet = type.isCompatibleWith(MediaType.valueOf(CSV));
        FileForm form = FileForm.of(kind, query, isSheet, name -> mappings.find(caller.tenant(), name)
                .map(mapping -> MappingForm.kept(mapping.form())));
        FileBody body = isSheet ? new CsvFile(bytes, form) : new NdjsonFile(bytes, form);
        return answers.made(files.preview(caller, plan, body));
    }

    /** A sheet to fill in. */
    @GetMapping("/template")
    void template(Caller caller, HttpServletRequest http, HttpServletResponse answer) throws IOException {
        caller.require(Permission.AUTH_BULK);
        BulkKind kind = kind(QueryParameters.of(http, Set.of("kind")));
        answer.setContentType(CSV + ";charset=UTF-8");
        answer.getOutputStream().write(FileTemplate.csv(kind == BulkKind.ADD).getBytes(StandardCharsets.UTF_8));
    }

    /** What is wrong with the lines that are left out, in the order of the file; as CSV the lines themselves. */
    @GetMapping("/{id}/file-problems")
    @Nullable
    Page<Map<String, @Nullable Object>> problems(
            Caller caller, @PathVariable String id, HttpServletRequest http, HttpServletResponse answer)
            throws IOException {
        caller.require(Permission.AUTH_BULK);
        Preview preview = previewer.get(caller.tenant(), caller.userId(), Ids.uuid(id));
        if (preview.stateAt(previewer.now()) == Preview.State.EXPIRED) {
            throw Problems.gone("preview-expired", "The preview has expired; make a new one and look at it again.");
        }
        QueryParameters query = QueryParameters.of(http, Set.of("limit", "cursor"));
        Optional<BulkFiles.Counts> counts = files.counts(preview.id());
        if (AnswerFormat.wanted(http.getHeader("Accept"), List.of(CSV)).equals(CSV)) {
            answer.setContentType(CSV + ";charset=UTF-8");
            List<String> columns = counts.map(BulkFiles.Counts::columns).orElse(List.of());
            BadLines.csv(files, preview.id(), columns, answer.getOutputStream());
            return null;
        }
        long count = counts.map(BulkFiles.Counts::problems).orElse(0L);
        String name = "file-problems " + preview.id() + " ";
        String[] place = query.text("cursor")
                .map(cursor -> cursors.verify(name, cursor).split(" "))
                .orElse(new String[] {"0", "0"});
        List<BulkFiles.Listed> found =
                files.problems(preview.id(), Long.parseLong(place[0]), Integer.parseInt(place[1]), query.limit() + 1);
        List<BulkFiles.Listed> shown = found.subList(0, Math.min(found.size(), query.limit()));
        return Page.of(
                shown.stream().map(each -> FileJson.of(each.problem())).toList(),
                count,
                found.size() > shown.size()
                        ? cursors.sign(name + shown.getLast().problem().line() + " "
                                + shown.getLast().place())
                        : null);
    }

    private static BulkKind kind(QueryParameters query) {
        Optional<String> kind = query.text("kind");
        return switch (kind.orElse("")) {
            case "ADD" -> BulkKind.ADD;
            case "UPDATE" -> BulkKind.UPDATE;
            default -> throw Problems.invalid("kind", "is ADD or UPDATE, in the query: ?kind=ADD");
        };
    }

    private static BulkPlan plan(Scope scope, BulkKind kind, QueryParameters query) {
        ObjectNode given = Json.mapper().createObjectNode();
        POLICIES.forEach(name -> query.text(name).ifPresent(text -> given.put(name, text)));
        boolean allOrNothing = query.flag("allOrNothing").orElse(false);
        Fields fields = Fields.of(given);
        if (kind == BulkKind.UPDATE) {
            fields.names().forEach(name -> fields.wrong(name, "is for kind=ADD"));
            fields.done();
            return new BulkPlan.Update(scope, RequestedValues.NOTHING, allOrNothing);
        }
        AddPolicies policies = AddPoliciesJson.read(fields);
        fields.done();
        return new BulkPlan.Add(
                scope, null, null, List.of(), RequestedValues.NOTHING, Map.of(), null, policies, true, allOrNothing);
    }
}
