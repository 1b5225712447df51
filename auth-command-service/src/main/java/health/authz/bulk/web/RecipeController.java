package health.authz.bulk.web;

import health.authz.bulk.application.NamedForm;
import health.authz.bulk.application.Recipes;
import health.authz.directory.Directory;
import health.authz.platform.security.Caller;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.Page;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
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
    private final NamedFormAnswers recipes;
    private final FormPreviews forms;
    private final PreviewAnswers answers;
    private final Directory directory;
    private final Clock clock;

    RecipeController(
            Recipes recipes,
            FormPreviews forms,
            PreviewAnswers answers,
            Directory directory,
            Cursors cursors,
            Clock clock) {
        this.recipes =
                new NamedFormAnswers(recipes, cursors, "/api/v1/bulk-recipes/", "recipes", form -> RecipeForm.kept(form)
                        .json());
        this.forms = forms;
        this.answers = answers;
        this.directory = directory;
        this.clock = clock;
    }

    @GetMapping
    Page<JsonNode> page(Caller caller, HttpServletRequest http) {
        return recipes.page(caller, http);
    }

    @GetMapping("/{name}")
    ResponseEntity<JsonNode> get(Caller caller, @PathVariable String name) {
        return recipes.get(caller, name);
    }

    @PutMapping("/{name}")
    ResponseEntity<JsonNode> put(
            Caller caller,
            @PathVariable String name,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestHeader(name = "If-None-Match", required = false) @Nullable String ifNoneMatch,
            @RequestBody JsonNode body) {
        return recipes.put(caller, name, ifMatch, ifNoneMatch, () -> RecipeForm.read(
                        body, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))
                .json());
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(
            Caller caller,
            @PathVariable String name,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        recipes.remove(caller, name, ifMatch);
    }

    /** One day for all rows: the recipe's zone, else the one that all divisions share, else UTC. */
    @PostMapping("/{name}/previews")
    ResponseEntity<JsonNode> run(
            Caller caller, @PathVariable String name, @RequestBody(required = false) @Nullable JsonNode body) {
        NamedForm recipe = recipes.find(caller, name);
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
}
