package health.authz.gateway.console.bulk;

import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.ConsoleApi;
import health.authz.gateway.console.ConsoleApis;
import health.authz.gateway.console.CsvFiles;
import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Names;
import health.authz.gateway.console.Query;
import health.authz.gateway.console.SignedIn;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;
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

/** Everything that was ever done in bulk: the list, one operation, its results, and what can still be done about it. */
@Controller
@RequestMapping("/console/operations")
class OperationController {
    private static final String API = "/bulk-operations/";
    private final ConsoleApis apis;
    private final CsvFiles files;
    private final WaitingForMe waiting;

    OperationController(ConsoleApis apis, CsvFiles files, WaitingForMe waiting) {
        this.apis = apis;
        this.files = files;
        this.waiting = waiting;
    }

    @GetMapping
    String list(
            SignedIn signedIn,
            @RequestParam(defaultValue = "") String cursor,
            Model model,
            @ModelAttribute("f") Formats formats) {
        JsonNode page = apis.as(signedIn).get("/bulk-operations", Query.of("cursor", cursor));
        model.addAttribute(
                "operations",
                page.path("items")
                        .valueStream()
                        .map(each -> new OperationView(each, formats))
                        .toList());
        model.addAttribute("count", page.path("count").asLong(0));
        model.addAttribute("first", cursor.isEmpty());
        JsonNode next = page.path("nextCursor");
        model.addAttribute(
                "next", next.isString() ? Query.of("cursor", next.asString()).on("/console/operations") : null);
        return "console/bulk/operations";
    }

    @GetMapping("/{id}")
    String show(
            SignedIn signedIn,
            @PathVariable String id,
            Model model,
            @ModelAttribute("names") Names names,
            @ModelAttribute("f") Formats formats) {
        ConsoleApi api = apis.as(signedIn);
        OperationView operation = new OperationView(api.get(API + id(id)), formats);
        model.addAttribute("operation", operation);
        model.addAttribute("stale", operation.done() ? stale(api, id) : 0);
        model.addAttribute(
                "asked",
                signedIn.may("auth:bulk") && !operation.watched() && asked(api, operation, model, names, formats));
        return "console/bulk/operation";
    }

    /** The confirm dialog as the requester saw it. @return whether there was one and it can be seen */
    private static boolean asked(ConsoleApi api, OperationView operation, Model model, Names names, Formats formats) {
        if (operation.preview().isEmpty()) {
            return false;
        }
        try {
            JsonNode preview = api.get("/bulk-previews/" + Query.encoded(operation.preview()));
            return Asked.describe(api, preview, "", model, names, formats).said();
        } catch (ApiProblem gone) {
            if (gone.status() >= 500) {
                throw gone;
            }
            return false;
        }
    }

    /** Of the rows that failed, those that somebody changed meanwhile: they are told apart from what a rule refused. */
    private static long stale(ConsoleApi api, String id) {
        return api.get(API + id(id) + "/results", Query.of("outcome", "STALE", "limit", "1"))
                .path("count")
                .asLong(0);
    }

    @GetMapping("/{id}/results")
    String results(
            SignedIn signedIn,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String outcome,
            @RequestParam(defaultValue = "") String cursor,
            Model model) {
        ConsoleApi api = apis.as(signedIn);
        Query query = Query.of("outcome", outcome, "cursor", cursor);
        JsonNode page = api.get(API + id(id) + "/results", query);
        String path = "/console/operations/" + id(id);
        model.addAttribute("title", "Results");
        model.addAttribute("back", path);
        model.addAttribute("outcome", outcome);
        model.addAttribute("csv", query.without("cursor").on(path + "/results.csv"));
        model.addAttribute("rows", OutcomeRow.of(page, ClientNames.of(api, OutcomeRow.clients(page))));
        model.addAttribute("count", page.path("count").asLong(0));
        JsonNode next = page.path("nextCursor");
        model.addAttribute(
                "next", next.isString() ? query.with("cursor", next.asString()).on(path + "/results") : null);
        return "console/bulk/rows";
    }

    @GetMapping("/{id}/results.csv")
    void file(
            SignedIn signedIn,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String outcome,
            HttpServletResponse answer) {
        files.write(signedIn, "results.csv", answer, results(id, outcome));
    }

    /** What was refused and what had changed meanwhile, to be corrected and sent again. */
    @GetMapping("/{id}/failures.csv")
    void failures(SignedIn signedIn, @PathVariable String id, HttpServletResponse answer) {
        files.write(signedIn, "failures.csv", answer, results(id, "REJECTED"), results(id, "STALE"));
    }

    private static String results(String id, String outcome) {
        return Query.of("outcome", outcome).on(API + id(id) + "/results");
    }

    @PostMapping("/{id}/cancel")
    String cancel(SignedIn signedIn, @PathVariable String id, RedirectAttributes next) {
        return deed(id, next, "Cancelling. What is done already stays done.", () -> {
            apis.as(signedIn).post(API + id(id) + "/cancel", null);
            return null;
        });
    }

    @PostMapping("/{id}/retry")
    String retry(
            SignedIn signedIn,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String comment,
            RedirectAttributes next) {
        return deed(id, next, "Tried again with the rows that failed or were not done.", () -> {
            JsonNode made = apis.as(signedIn)
                    .post(
                            API + id(id) + "/retry-failed",
                            grounds(reason, comment),
                            "Idempotency-Key",
                            "console-retry-" + id(id));
            return made.path("id").asString("");
        });
    }

    @PostMapping("/{id}/approve")
    String approve(
            SignedIn signedIn,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String comment,
            RedirectAttributes next) {
        return deed(id, next, "Approved; it begins now.", () -> {
            waiting.forget(signedIn);
            apis.as(signedIn).post(API + id(id) + "/approve", said(comment));
            return null;
        });
    }

    @PostMapping("/{id}/decline")
    String decline(
            SignedIn signedIn,
            @PathVariable String id,
            @RequestParam(defaultValue = "") String comment,
            RedirectAttributes next) {
        return deed(id, next, "Declined; nothing was changed.", () -> {
            waiting.forget(signedIn);
            apis.as(signedIn).post(API + id(id) + "/decline", said(comment));
            return null;
        });
    }

    /** An undo is a change like any other: it is previewed, and confirmed on the same screen. */
    @PostMapping("/{id}/revert")
    String revert(
            SignedIn signedIn,
            @PathVariable String id,
            @RequestParam(defaultValue = "LEAVE") String usedRows,
            RedirectAttributes next) {
        try {
            JsonNode preview = apis.as(signedIn).post(API + id(id) + "/revert", Map.of("usedRows", usedRows));
            return "redirect:/console/previews/" + preview.path("id").asString("");
        } catch (ApiProblem refused) {
            return back(id, next, refused);
        }
    }

    /** Something that may lead to another operation. */
    private interface Deed {
        @Nullable
        String done();
    }

    private static String deed(String id, RedirectAttributes next, String said, Deed deed) {
        try {
            String other = deed.done();
            next.addFlashAttribute("said", said);
            return "redirect:/console/operations/" + (other == null || other.isEmpty() ? id(id) : other);
        } catch (ApiProblem refused) {
            return back(id, next, refused);
        }
    }

    private static String back(String id, RedirectAttributes next, ApiProblem refused) {
        if (refused.status() >= 500 || refused.isNotFound()) {
            throw refused;
        }
        next.addFlashAttribute("refused", refused.title());
        next.addFlashAttribute("refusedWhy", refused.detail());
        return "redirect:/console/operations/" + id(id);
    }

    private static Map<String, Object> grounds(String reason, String comment) {
        Map<String, Object> grounds = new LinkedHashMap<>();
        grounds.put("reason", reason);
        grounds.putAll(said(comment));
        return grounds;
    }

    private static Map<String, Object> said(String comment) {
        return comment.isBlank() ? Map.of() : Map.of("comment", comment.strip());
    }

    /** An altered address is an operation that nobody has. */
    private static String id(String text) {
        try {
            return UUID.fromString(text).toString();
        } catch (IllegalArgumentException altered) {
            return new UUID(0, 0).toString();
        }
    }
}
