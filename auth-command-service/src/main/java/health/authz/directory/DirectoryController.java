package health.authz.directory;

import health.authz.directory.DirectoryIntake.Incoming;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Fields;
import health.authz.platform.web.FileText;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import health.authz.platform.web.SheetDates;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Reference data in, from the health record. */
@RestController
@RequestMapping("/api/v1")
class DirectoryController {
    private static final Set<String> OF_A_SHEET = Set.of("kind", "dateFormat");
    private static final String ONE = "/{kinds:clients|users|payers|divisions|client-groups|user-groups}/{id}";
    private final DirectoryIntake intake;
    private final DirectoryImport imports;
    private final Directory directory;

    DirectoryController(DirectoryIntake intake, DirectoryImport imports, Directory directory) {
        this.directory = directory;
        this.intake = intake;
        this.imports = imports;
    }

    @PutMapping(ONE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void put(
            Caller caller,
            @PathVariable("kinds") String kinds,
            @PathVariable("id") String id,
            @RequestBody JsonNode body) {
        caller.require(Permission.DIRECTORY_WRITE);
        if (!DirectoryJson.isId(id)) {
            throw Problems.invalid("id", DirectoryJson.ID_RULE);
        }
        Fields fields = Fields.of(body);
        DirectoryRecord record = DirectoryJson.read(kind(kinds), fields);
        fields.done();
        intake.put(caller, List.of(new Incoming(kind(kinds), id, record)));
    }

    @DeleteMapping(ONE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void erase(Caller caller, @PathVariable("kinds") String kinds, @PathVariable("id") String id) {
        caller.require(Permission.DIRECTORY_WRITE);
        intake.erase(caller, kind(kinds), id);
    }

    @PostMapping(path = "/directory/import", consumes = "application/x-ndjson")
    DirectoryImport.Report importLines(Caller caller, HttpServletRequest request) throws IOException {
        caller.require(Permission.DIRECTORY_WRITE);
        FileText.utf8(request);
        QueryParameters query = QueryParameters.of(request, OF_A_SHEET);
        OF_A_SHEET.stream()
                .sorted()
                .filter(name -> query.text(name).isPresent())
                .findFirst()
                .ifPresent(name -> {
                    throw Problems.invalid(
                            name, "is for text/csv; each object says its own kind, and dates as 2026-12-31");
                });
        try (Reader lines = FileText.of(request.getInputStream())) {
            return imports.run(caller, lines);
        }
    }

    @PostMapping(path = "/directory/import", consumes = "text/csv")
    DirectoryImport.Report importSheet(Caller caller, HttpServletRequest request) throws IOException {
        caller.require(Permission.DIRECTORY_WRITE);
        FileText.utf8(request);
        QueryParameters query = QueryParameters.of(request, OF_A_SHEET);
        if (!query.text("kind").orElse("").equals(DirectoryKind.CLIENT.wireName())) {
            throw Problems.invalid(
                    "kind", "is client, in the query: ?kind=client; other records come as application/x-ndjson");
        }
        SheetDates dates = query.text("dateFormat")
                .map(pattern -> SheetDates.of(pattern)
                        .orElseThrow(() -> Problems.invalid("dateFormat", SheetDates.PATTERN_BOUND)))
                .orElse(SheetDates.ISO);
        return new ClientSheet(intake, directory, dates).run(caller, request.getInputStream());
    }

    private static DirectoryKind kind(String kinds) {
        return DirectoryKind.of(kinds.substring(0, kinds.length() - 1));
    }
}
