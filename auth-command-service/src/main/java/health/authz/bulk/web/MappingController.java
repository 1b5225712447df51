package health.authz.bulk.web;

import health.authz.bulk.application.Mappings;
import health.authz.platform.security.Caller;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.Page;
import jakarta.servlet.http.HttpServletRequest;
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

/** Mappings over HTTP: how the sheets of one sender are read, under a name (ADR 49). */
@RestController
@RequestMapping("/api/v1/bulk-mappings")
class MappingController {
    private final NamedFormAnswers mappings;

    MappingController(Mappings mappings, Cursors cursors) {
        this.mappings = new NamedFormAnswers(
                mappings, cursors, "/api/v1/bulk-mappings/", "mappings", form -> MappingForm.kept(form)
                        .json());
    }

    @GetMapping
    Page<JsonNode> page(Caller caller, HttpServletRequest http) {
        return mappings.page(caller, http);
    }

    @GetMapping("/{name}")
    ResponseEntity<JsonNode> get(Caller caller, @PathVariable String name) {
        return mappings.get(caller, name);
    }

    @PutMapping("/{name}")
    ResponseEntity<JsonNode> put(
            Caller caller,
            @PathVariable String name,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestHeader(name = "If-None-Match", required = false) @Nullable String ifNoneMatch,
            @RequestBody JsonNode body) {
        return mappings.put(
                caller, name, ifMatch, ifNoneMatch, () -> MappingForm.read(body).json());
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(
            Caller caller,
            @PathVariable String name,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        mappings.remove(caller, name, ifMatch);
    }
}
