package health.authz.bulk.web;

import health.authz.bulk.application.NamedForm;
import health.authz.bulk.application.NamedForms;
import health.authz.bulk.application.Recipes;
import health.authz.directory.Directory;
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
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Recipes over HTTP: bulk forms with names. Running one makes a preview like any other (ADR 25). */
@RestController
@RequestMapping("/api/v1/bulk-recipes")
class RecipeController {
    private static final String PATH = "/api/v1/bulk-recipes/";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");
    private static final String PLACE = "recipes ";
    private final Recipes recipes;
    private final FormPreviews forms;
    private final PreviewAnswers answers;
    private final Directory directory;
    private final Cursors cursors;
    private final Clock clock;

    RecipeController(
            Recipes recipes,
            FormPreviews forms,
            PreviewAnswers answers,
            Directory directory,
            Cursors cursors,
            Clock clock) {
        this.recipes = recipes;
        this.forms = forms;
        this.answers = answers;
        this.directory = directory;
        this.cursors = cursors;
        this.clock = clock;
    }

    @GetMapping
    Page<JsonNode> page(Caller caller, HttpServletRequest http) {
        caller.require(Permission.AUTH_BULK);
        QueryParameters query = QueryParameters.of(http, Set.of("limit", "cursor"));
        String behind = query.text("cursor").map(this::place).orElse(null);
        List<NamedForm> found = recipes.page(caller.tenant(), behind, query.limit() + 1);
        List<NamedForm> shown = found.subList(0, Math.min(found.size(), query.limit()));
        return Page.of(
                shown.stream().map(RecipeController::json).toList(),
                recipes.count(caller.tenant()),
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
        return answer(HttpStatus.OK, find(caller, name));
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
        checkName(name);
        RecipeForm form = RecipeForm.read(body, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        NamedForms.Put put = recipes.put(caller, name, form.json().toString(), ifMatch, onlyIfAbsent);
        return answer(put.isNew() ? HttpStatus.CREATED : HttpStatus.OK, put.form());
    }

    static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw Problems.invalid(
                    "name", "has 1 to 60 letters, digits and . _ -, and begins with a letter or a digit");
        }
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(
            Caller caller,
            @PathVariable String name,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        caller.require(Permission.AUTH_BULK);
        recipes.remove(caller, name, ifMatch);
    }

    /** One day for all rows: the recipe's zone, else the one that all divisions share, else UTC. */
    @PostMapping("/{name}/previews")
    ResponseEntity<JsonNode> run(
            Caller caller, @PathVariable String name, @RequestBody(required = false) @Nullable JsonNode body) {
        NamedForm recipe = find(caller, name);
        RecipeForm form = RecipeForm.kept(recipe.form());
        ZoneId zone = form.zone().orElseGet(() -> zoneOf(caller));
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        ResponseEntity<JsonNode> made = answers.made(forms.preview(caller, form.on(today, body), null));
        if (made.getBody() instanceof ObjectNode preview) {
            ObjectNode of = preview.putObject("recipe");
            of.put("name", recipe.name());
            of.put("version", recipe.version());
            of.put("today", today.toString());
            of.put("timeZone", zone.getId());
        }
        return made;
    }

    private ZoneId zoneOf(Caller caller) {
        Set<ZoneId> zones = directory.divisionZones(caller.tenant());
        return zones.size() == 1 ? zones.iterator().next() : ZoneOffset.UTC;
    }

    private NamedForm find(Caller caller, String name) {
        caller.require(Permission.AUTH_BULK);
        return recipes.find(caller.tenant(), name).orElseThrow(Problems::notFound);
    }

    private static ResponseEntity<JsonNode> answer(HttpStatus status, NamedForm recipe) {
        return ResponseEntity.status(status)
                .eTag(ETags.of(recipe.version()))
                .location(URI.create(PATH + recipe.name()))
                .body(json(recipe));
    }

    private static JsonNode json(NamedForm recipe) {
        ObjectNode json = Json.mapper().createObjectNode();
        json.put("name", recipe.name());
        json.put("owner", recipe.owner().value());
        json.put("version", recipe.version());
        json.put("changedAt", recipe.changedAt().toString());
        json.setAll(RecipeForm.kept(recipe.form()).json());
        return json;
    }
}
