package health.authz.bulk.web;

import health.authz.bulk.application.Mappings;
import health.authz.bulk.application.NamedForm;
import health.authz.bulk.application.NamedForms;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.ETags;
import health.authz.platform.web.Page;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Mappings over HTTP: how the sheets of one sender are read, under a name (ADR 49). */
@RestController
@RequestMapping("/api/v1/bulk-mappings")
class MappingController {
    private static final String PATH = "/api/v1/bulk-mappings/";
    private static final String PLACE = "mappings ";
    private final Mappings mappings;
    private final Cursors cursors;

    MappingController(Mappings mappings, Cursors cursors) {
        this.mappings = mappings;
        this.cursors = cursors;
    }

    @GetMapping
    Page<JsonNode> page(Caller caller, HttpServletRequest http) {
        caller.require(Permission.AUTH_BULK);
        QueryParameters query = QueryParameters.of(http, Set.of("limit", "cursor"));
        String behind = query.text("cursor").map(this::place).orElse(null);
        List<NamedForm> found = mappings.page(caller.tenant(), behind, query.limit() + 1);
        List<NamedForm> shown = found.subList(0, Math.min(found.size(), query.limit()));
        return Page.of(
                shown.stream().map(MappingController::json).toList(),
                mappings.count(caller.tenant()),
                found.size() > shown.size()
                        ? cursors.sign(PLACE + shown.getLast().name())
                        : null);
    }

    private String place(String cursor) {
        String text = cursors.verify(cursor);
        if (!text.startsWith(PLACE)) {
            throw Problems.badRequest(
                    "invalid-cursor", "cursor: this is not a cursor of this list. Begin again without one.");
        }
        return text.substring(PLACE.length());
    }

    @GetMapping("/{name}")
    ResponseEntity<JsonNode> get(Caller caller, @PathVariable String name) {
        caller.require(Permission.AUTH_BULK);
        return answer(HttpStatus.OK, mappings.find(caller.tenant(), name).orElseThrow(Problems::notFound));
    }

    @PutMapping("/{name}")
    ResponseEntity<JsonNode> put(
            Caller caller,
            @PathVariable String name,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestHeader(name = "If-None-Match", required = false) @Nullable String ifNoneMatch,
            @RequestBody JsonNode body) {
        caller.require(Permission.AUTH_BULK);
        boolean onlyIfAbsent = ETags.onlyIfAbsent(ifNoneMatch);
        RecipeController.checkName(name);
        NamedForms.Put put =
                mappings.put(caller, name, MappingForm.read(body).json().toString(), ifMatch, onlyIfAbsent);
        return answer(put.isNew() ? HttpStatus.CREATED : HttpStatus.OK, put.form());
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(
            Caller caller,
            @PathVariable String name,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        caller.require(Permission.AUTH_BULK);
        mappings.remove(caller, name, ifMatch);
    }

    private static ResponseEntity<JsonNode> answer(HttpStatus status, NamedForm mapping) {
        return ResponseEntity.status(status)
                .eTag(ETags.of(mapping.version()))
                .location(URI.create(PATH + mapping.name()))
                .body(json(mapping));
    }

    private static JsonNode json(NamedForm mapping) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("name", mapping.name());
        json.put("owner", mapping.owner().value());
        json.put("version", mapping.version());
        json.put("changedAt", mapping.changedAt().toString());
        json.setAll(MappingForm.kept(mapping.form()).json());
        return json;
    }
}
