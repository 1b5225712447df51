package health.authz.gateway.console.bulk;

import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.ConsoleApi;
import health.authz.gateway.console.ConsoleApis;
import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Names;
import health.authz.gateway.console.SignedIn;
import health.authz.gateway.console.list.Drafts;
import health.authz.gateway.console.list.LeftOut;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The box Bulk Add or Update: first the choice, then only that half, then the preview. */
@Controller
class BulkBoxController {
    private static final String BOX = "console/bulk/box";
    private static final int CHOICES_MAX = 500;
    private final ConsoleApis apis;
    private final Drafts drafts;

    BulkBoxController(ConsoleApis apis, Drafts drafts) {
        this.apis = apis;
        this.drafts = drafts;
    }

    @GetMapping("/console/bulk")
    String open(
            SignedIn person,
            @RequestParam MultiValueMap<String, String> given,
            Model model,
            @ModelAttribute("names") Names names) {
        return box(person, given, FieldProblems.NONE, model, names);
    }

    /** Another group was chosen: its lines are opened, what was typed stays. */
    @PostMapping("/console/bulk")
    String reopen(
            SignedIn person,
            @RequestParam MultiValueMap<String, String> given,
            Model model,
            @ModelAttribute("names") Names names) {
        return box(person, given, FieldProblems.NONE, model, names);
    }

    /** Back from the confirmation, with everything as it was typed. */
    @GetMapping("/console/previews/{id}/edit")
    String edit(
            SignedIn person,
            @PathVariable String id,
            HttpSession session,
            Model model,
            @ModelAttribute("names") Names names) {
        return BulkDrafts.of(session, id)
                .map(draft -> box(person, draft.form(), FieldProblems.NONE, model, names))
                .orElse("redirect:/console/authorizations");
    }

    @PostMapping("/console/bulk/preview")
    String preview(
            SignedIn person,
            @RequestParam MultiValueMap<String, String> given,
            HttpSession session,
            HttpServletResponse response,
            Model model,
            @ModelAttribute("names") Names names) {
        ConsoleApi api = apis.as(person);
        BulkTarget asked = BulkTarget.of(given);
        LeftOut leftOut = drafts.ask(api, asked.draft()).get();
        if (leftOut.dropped()) {
            return "redirect:" + asked.back();
        }
        BulkTarget target = asked.leaving(leftOut);
        BulkForm form = new BulkForm(given);
        if (target.isUnsaid()) {
            response.setStatus(422);
            return box(
                    person,
                    given,
                    FieldProblems.above("Nobody is chosen yet. Filter the list first, or tick that everyone is meant."),
                    model,
                    names);
        }
        boolean adds = form.value("do").equals("add");
        if (adds && form.value("billingCodeGroupId").isEmpty()) {
            response.setStatus(422);
            return box(person, given, FieldProblems.at("billingCodeGroupId", "Choose a group first."), model, names);
        }
        try {
            Map<String, Object> body =
                    adds ? form.add(target, group(api, form.value("billingCodeGroupId"))) : form.update(target);
            JsonNode made = api.post("/bulk-previews", body);
            String id = made.path("id").asString("");
            BulkDrafts.keep(session, id, given, target.said(api, names, Formats.in(model)));
            return "redirect:/console/previews/" + id;
        } catch (ApiProblem refused) {
            if (refused.status() >= 500) {
                throw refused;
            }
            response.setStatus(refused.status());
            return box(person, given, FieldProblems.of(refused), model, names);
        }
    }

    private String box(
            SignedIn person, MultiValueMap<String, String> given, FieldProblems problems, Model model, Names names) {
        ConsoleApi api = apis.as(person);
        BulkTarget asked = BulkTarget.of(given);
        LeftOut leftOut = drafts.ask(api, asked.draft()).get();
        if (leftOut.dropped()) {
            return "redirect:" + asked.back();
        }
        BulkTarget target = asked.leaving(leftOut);
        BulkForm form = new BulkForm(given);
        String half = form.value("do");
        model.addAttribute("target", target);
        model.addAttribute("form", form);
        model.addAttribute("problems", problems);
        model.addAttribute("clearable", BulkForm.CLEARABLE);
        model.addAttribute("saidTarget", target.said(api, names, Formats.in(model)));
        model.addAttribute("half", half.equals("add") || half.equals("update") ? half : "");
        model.addAttribute("clients", target.clients(api));
        model.addAttribute("rows", target.ofClients() ? null : target.authorizations(api));
        model.addAttribute("box", new BoxAddresses(asked));
        model.addAttribute("leftOutRows", target.leftOut(api));
        model.addAttribute("upTo", target.exact() ? "" : "up to ");
        if (half.equals("add")) {
            groups(api, form, problems, model);
            model.addAttribute(
                    "reach", AlertReach.of(api, person, target.filter()).orElse(null));
        }
        return BOX;
    }

    private static void groups(ConsoleApi api, BulkForm form, FieldProblems problems, Model model) {
        model.addAttribute(
                "groups",
                api.get("/billing-code-groups", health.authz.gateway.console.Query.of("limit", "" + CHOICES_MAX))
                        .path("items")
                        .valueStream()
                        .filter(group -> group.path("active").asBoolean(true))
                        .map(GroupChoice::of)
                        .toList());
        String chosen = form.value("billingCodeGroupId");
        if (chosen.isEmpty()) {
            return;
        }
        try {
            JsonNode group = group(api, chosen);
            model.addAttribute("lines", form.lines(group));
            model.addAttribute("groupName", group.path("name").asString(""));
        } catch (ApiProblem gone) {
            if (gone.status() >= 500) {
                throw gone;
            }
            model.addAttribute(
                    "problems",
                    problems.any()
                            ? problems
                            : FieldProblems.at("billingCodeGroupId", "This group is gone; choose another."));
        }
    }

    /** A group that can be chosen; one that cannot be used says why. */
    record GroupChoice(
            String id,
            String name,
            boolean usable,
            @Nullable String why) {
        static GroupChoice of(JsonNode group) {
            JsonNode why = group.path("unusableBecause");
            return new GroupChoice(
                    group.path("id").asString(""),
                    group.path("name").asString(""),
                    group.path("usable").asBoolean(true),
                    why.isEmpty() ? null : why.path(0).asString(""));
        }
    }

    private static JsonNode group(ConsoleApi api, String id) {
        return id.isEmpty()
                ? MissingNode.getInstance()
                : api.get("/billing-code-groups/" + health.authz.gateway.console.Query.encoded(id));
    }
}
