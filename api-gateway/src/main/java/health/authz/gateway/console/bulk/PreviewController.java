package health.authz.gateway.console.bulk;

import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.ConsoleApi;
import health.authz.gateway.console.ConsoleApis;
import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Names;
import health.authz.gateway.console.Query;
import health.authz.gateway.console.SignedIn;
import health.authz.gateway.console.Words;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.JsonNode;

/** The confirm dialog: everything that would change is said before anything does. */
@Controller
@RequestMapping("/console/previews/{id}")
class PreviewController {
    private static final String PAGE = "console/bulk/preview";
    private static final Set<String> OVER = Set.of("already-confirmed", "idempotency-key-reused");
    private final ConsoleApis apis;

    PreviewController(ConsoleApis apis) {
        this.apis = apis;
    }

    /** What was typed into the dialog. */
    record Confirmation(String reason, String comment, String typedCount) {
        static final Confirmation BLANK = new Confirmation("", "", "");
    }

    @GetMapping
    String show(
            SignedIn person,
            @PathVariable String id,
            HttpSession session,
            Model model,
            @ModelAttribute("names") Names names,
            @ModelAttribute("f") Formats formats) {
        ConsoleApi api = apis.as(person);
        JsonNode preview = preview(api, id);
        if (preview.path("operationId").isString()) {
            return "redirect:/console/operations/" + preview.path("operationId").asString();
        }
        return dialog(api, preview, Confirmation.BLANK, null, session, model, names, formats);
    }

    @PostMapping("/confirm")
    String confirm(
            SignedIn person,
            @PathVariable String id,
            @RequestParam(defaultValue = "0") String expectedCount,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String comment,
            @RequestParam(defaultValue = "") String typedCount,
            HttpSession session,
            HttpServletResponse response,
            RedirectAttributes next,
            Model model,
            @ModelAttribute("names") Names names,
            @ModelAttribute("f") Formats formats) {
        ConsoleApi api = apis.as(person);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("previewId", id);
        body.put("expectedCount", numberOr(expectedCount));
        body.put("reason", reason);
        if (!comment.isBlank()) {
            body.put("comment", comment.strip());
        }
        if (!typedCount.isBlank()) {
            body.put("typedCount", numberOr(typedCount.replaceAll("[,.\\s]", "")));
        }
        try {
            JsonNode operation = api.post("/bulk-operations", body, "Idempotency-Key", "console-" + id);
            return "redirect:/console/operations/" + operation.path("id").asString("");
        } catch (ApiProblem refused) {
            if (refused.status() >= 500) {
                throw refused;
            }
            JsonNode preview = preview(api, id);
            if (OVER.contains(refused.slug()) && preview.path("operationId").isString()) {
                next.addFlashAttribute(
                        "said", "This was confirmed already, perhaps in another tab. Here is what came of it.");
                return "redirect:/console/operations/"
                        + preview.path("operationId").asString();
            }
            response.setStatus(refused.status());
            return dialog(
                    api,
                    preview,
                    new Confirmation(reason, comment, typedCount),
                    refused,
                    session,
                    model,
                    names,
                    formats);
        }
    }

    /** Rows of the preview by what would become of them. */
    @GetMapping("/rows")
    String rows(
            SignedIn person,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String outcome,
            @RequestParam(defaultValue = "") String warning,
            @RequestParam(defaultValue = "") String problem,
            @RequestParam(defaultValue = "") String cursor,
            Model model) {
        ConsoleApi api = apis.as(person);
        Query query = Query.of("outcome", outcome, "warning", warning, "problem", problem, "cursor", cursor);
        JsonNode page = api.get("/bulk-previews/" + id(id) + "/items", query);
        String path = "/console/previews/" + id(id) + "/rows";
        model.addAttribute("title", "Rows of this preview");
        model.addAttribute("back", "/console/previews/" + id(id));
        model.addAttribute("outcome", outcome);
        model.addAttribute("which", which(outcome, warning, problem));
        model.addAttribute("rows", OutcomeRow.of(page, ClientNames.of(api, OutcomeRow.clients(page))));
        model.addAttribute("count", page.path("count").asLong(0));
        JsonNode more = page.path("nextCursor");
        model.addAttribute(
                "next", more.isString() ? query.with("cursor", more.asString()).on(path) : null);
        return "console/bulk/rows";
    }

    private String dialog(
            ConsoleApi api,
            JsonNode preview,
            Confirmation confirmation,
            @Nullable ApiProblem problem,
            HttpSession session,
            Model model,
            Names names,
            Formats formats) {
        BulkDrafts.Draft draft =
                BulkDrafts.of(session, preview.path("id").asString("")).orElse(null);
        Asked.describe(api, preview, draft == null ? "" : draft.said(), model, names, formats);
        model.addAttribute("editable", draft != null);
        model.addAttribute("confirmation", confirmation);
        model.addAttribute("problem", problem);
        model.addAttribute("atField", problem == null ? Map.of() : atFields(problem));
        return PAGE;
    }

    /** What the rows have in common, in words. */
    private static String which(String outcome, String warning, String problem) {
        if (!warning.isEmpty()) {
            return Words.WORDS.warning(warning);
        }
        return problem.isEmpty() ? (outcome.isEmpty() ? "" : Words.WORDS.state(outcome)) : Words.WORDS.problem(problem);
    }

    private static Map<String, String> atFields(ApiProblem problem) {
        Map<String, String> fields = new LinkedHashMap<>();
        problem.errors().forEach(each -> fields.put(each.field(), each.detail()));
        return fields;
    }

    private static JsonNode preview(ConsoleApi api, String id) {
        return api.get("/bulk-previews/" + id(id));
    }

    private static String id(String text) {
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException altered) {
            return new UUID(0, 0).toString();
        }
    }

    private static Object numberOr(String text) {
        return text.matches("\\d{1,15}") ? (Object) Long.valueOf(text) : text;
    }
}
