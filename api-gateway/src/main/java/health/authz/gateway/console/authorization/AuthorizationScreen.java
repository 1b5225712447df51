package health.authz.gateway.console.authorization;

import health.authz.gateway.console.Formats;
import health.authz.gateway.console.words.Backend;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Names;
import health.authz.gateway.console.words.Reply;
import health.authz.gateway.console.words.Shown;
import health.authz.gateway.console.words.Typed;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** One authorization: looked at and edited. */
@Controller
class AuthorizationScreen {
    private static final int TIMELINE_FIRST = 50;
    private final Backend api;
    private final Clock clock;

    AuthorizationScreen(Backend api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /**
     * @param after the row is waited for a moment until it is at least at this sequence, so that what was just saved shows
     * @param history {@code all} shows the whole timeline
     */
    @GetMapping("/console/authorizations/{id}")
    String show(
            @PathVariable("id") String id,
            @RequestParam(name = "after", defaultValue = "0") long after,
            @RequestParam(name = "history", defaultValue = "") String history,
            @ModelAttribute("f") Formats f,
            Model model) {
        Names names = new Names(api);
        JsonNode row = row(id, after);
        List<JsonNode> items = Histories.of(api, id);
        List<TimelineEntry> timeline = new ArrayList<>();
        items.forEach(item -> timeline.addFirst(TimelineEntry.of(item, names.all("payers"), f)));
        boolean all = history.equals("all") || timeline.size() <= TIMELINE_FIRST;
        AuthorizationView view = view(row, names, f);
        model.addAttribute("one", view);
        model.addAttribute("late", Facts.count(row, "seq") < after);
        model.addAttribute("actions", Action.of(view));
        model.addAttribute("timeline", all ? timeline : timeline.subList(0, TIMELINE_FIRST));
        model.addAttribute("hidden", all ? 0 : timeline.size() - TIMELINE_FIRST);
        model.addAttribute("burnDown", BurnDown.of(row, items, f.today(clock), f));
        return "console/authorization/one";
    }

    @GetMapping("/console/authorizations/{id}/edit")
    String edit(@PathVariable("id") String id, Model model) {
        JsonNode row = row(id, 0);
        Typed form = FieldChanges.filled(Typed.empty(), "", row)
                .put("seq", Long.toString(Facts.count(row, "seq")))
                .put("reason", "CORRECTION");
        return form(row, form, null, model);
    }

    @PostMapping("/console/authorizations/{id}/edit")
    String save(
            @PathVariable("id") String id,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            RedirectAttributes next) {
        Typed form = Typed.of(sent);
        ObjectNode patch = FieldChanges.of(form, "");
        if (form.isWrong()) {
            return form(row(id, 0), form, null, model);
        }
        if (patch.isEmpty()) {
            next.addFlashAttribute("said", "Nothing was changed.");
            return "redirect:/console/authorizations/" + Names.segment(id);
        }
        Reply reply = api.send(
                HttpMethod.PATCH,
                "/authorizations/" + Names.segment(id) + "?reason=" + Names.value(form.get("reason")),
                patch,
                "If-Match",
                "\"" + form.get("seq") + "\"");
        if (reply.changedMeanwhile()) {
            return conflict(id, form, reply, model);
        }
        if (reply.refusal()) {
            form.refusedBy(reply.refused(), Field.names());
            return form(row(id, 0), form, null, model);
        }
        next.addFlashAttribute("said", "The authorization was changed.");
        return "redirect:/console/authorizations/" + Names.segment(id) + "?after=" + Facts.count(reply.orPage(), "seq");
    }

    private String conflict(String id, Typed form, Reply refused, Model model) {
        String tag = refused.refused().more("currentETag");
        String current = tag == null ? "" : tag.replace("\"", "");
        JsonNode now = row(id, current.matches("\\d{1,18}") ? Long.parseLong(current) : 0);
        Conflict conflict = Conflict.found(form, now);
        form.put("seq", Long.toString(Facts.count(now, "seq")));
        return form(now, form, conflict, model);
    }

    private String form(JsonNode row, Typed form, @Nullable Conflict conflict, Model model) {
        Names names = new Names(api);
        model.addAttribute("one", view(row, names, Formats.in(model)));
        model.addAttribute("form", form);
        model.addAttribute("conflict", conflict);
        model.addAttribute("payers", payers(row, names));
        return "console/authorization/edit";
    }

    /** The client's insurance companies, and the one that the authorization has. */
    private Map<String, String> payers(JsonNode row, Names names) {
        Map<String, String> choices = new LinkedHashMap<>();
        Reply client = api.get("/clients/" + Names.segment(Facts.given(row, "clientId")));
        List<String> ids = new ArrayList<>(Facts.texts(client.body(), "payerIds"));
        String own = Facts.text(row, "payerId");
        if (own != null && !ids.contains(own)) {
            ids.add(own);
        }
        ids.forEach(id -> choices.put(id, names.of("payers", id)));
        return choices;
    }

    private AuthorizationView view(JsonNode row, Names names, Formats f) {
        Reply code = api.get("/billing-codes/" + Names.segment(Facts.given(row, "billingCode")));
        return AuthorizationView.of(row, code.ok() ? code.body() : MissingNode.getInstance(), names, f.today(clock));
    }

    /** The row, waited for a moment until it is at this sequence or later. */
    private JsonNode row(String id, long atLeast) {
        return Shown.within(() -> api.get("/authorizations/" + Names.segment(id)), reply -> isShown(reply, atLeast))
                .orPage();
    }

    /** What was added a moment ago is not found at first. */
    private static boolean isShown(Reply reply, long atLeast) {
        if (reply.ok()) {
            return Facts.count(reply.body(), "seq") >= atLeast;
        }
        return !reply.notFound() || atLeast == 0;
    }
}
