package health.authz.gateway.console.codes;

import health.authz.gateway.console.words.Backend;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Names;
import health.authz.gateway.console.words.Reply;
import health.authz.gateway.console.words.Typed;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Billing codes: listed, made, edited, removed. */
@Controller
class CodeScreen {
    private final Backend api;

    CodeScreen(Backend api) {
        this.api = api;
    }

    @GetMapping("/console/codes")
    String list(
            @RequestParam(name = "q", defaultValue = "") String q,
            @RequestParam(name = "active", defaultValue = "true") String active,
            @RequestParam(name = "cursor", defaultValue = "") String cursor,
            Model model) {
        String query = "/billing-codes?limit=100" + (q.isBlank() ? "" : "&q=" + Names.value(q.strip()))
                + (active.equals("any") ? "" : "&active=" + (active.equals("false") ? "false" : "true"))
                + (cursor.isBlank() ? "" : "&cursor=" + Names.value(cursor));
        JsonNode page = api.get(query).orPage();
        model.addAttribute("codes", Facts.items(page));
        model.addAttribute("count", Facts.count(page, "count"));
        model.addAttribute("next", Facts.text(page, "nextCursor"));
        model.addAttribute("q", q);
        model.addAttribute("active", active);
        return "console/codes/codes";
    }

    @GetMapping("/console/new-code")
    String blank(Model model) {
        return form(null, CodeForm.blank(), null, model);
    }

    @PostMapping("/console/new-code")
    String make(@RequestParam MultiValueMap<String, String> sent, Model model, RedirectAttributes next) {
        Typed form = Typed.of(sent);
        ObjectNode body = CodeForm.body(form);
        if (!form.filled("code")) {
            form.wrong("code", "Write the code, such as H0031.");
        }
        if (form.isWrong()) {
            return form(null, form, null, model);
        }
        Reply reply = api.send(HttpMethod.PUT, "/billing-codes/" + Names.segment(form.get("code")), body);
        if (reply.thereAlready() || reply.notFound()) {
            form.wrong(
                    "code",
                    reply.notFound()
                            ? "A code has letters, digits and . _ - only."
                            : "This code is there already. Open it from the list to change it.");
            return form(null, form, null, model);
        }
        if (reply.refusal()) {
            form.refusedBy(reply.refused(), CodeForm.FIELDS);
            return form(null, form, null, model);
        }
        next.addFlashAttribute("said", "The billing code " + Facts.given(reply.orPage(), "code") + " was made.");
        return "redirect:/console/codes";
    }

    @GetMapping("/console/codes/{code}")
    String show(@PathVariable("code") String code, Model model) {
        Reply reply = api.get("/billing-codes/" + Names.segment(code));
        JsonNode found = reply.orPage();
        return form(found, CodeForm.filled(found).put("etag", reply.etag()), null, model);
    }

    @PostMapping("/console/codes/{code}")
    String save(
            @PathVariable("code") String code,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            RedirectAttributes next) {
        Typed form = Typed.of(sent);
        form.put("code", code);
        Reply before = api.get("/billing-codes/" + Names.segment(code));
        JsonNode found = before.orPage();
        ObjectNode body = CodeForm.body(form);
        if (form.isWrong()) {
            return form(found, form, null, model);
        }
        Reply reply =
                api.send(HttpMethod.PUT, "/billing-codes/" + Names.segment(code), body, "If-Match", form.get("etag"));
        if (reply.changedMeanwhile()) {
            form.put("etag", before.etag());
            return form(found, form, found, model);
        }
        if (reply.refusal()) {
            form.refusedBy(reply.refused(), CodeForm.FIELDS);
            return form(found, form, null, model);
        }
        reply.orPage();
        next.addFlashAttribute("said", "The billing code " + code + " was changed.");
        return "redirect:/console/codes";
    }

    @PostMapping("/console/codes/{code}/remove")
    String remove(
            @PathVariable("code") String code,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            RedirectAttributes next) {
        Typed typed = Typed.of(sent);
        Reply reply =
                api.send(HttpMethod.DELETE, "/billing-codes/" + Names.segment(code), "If-Match", typed.get("etag"));
        if (reply.refusal()) {
            Reply now = api.get("/billing-codes/" + Names.segment(code));
            JsonNode found = now.orPage();
            Typed form = CodeForm.filled(found).put("etag", now.etag());
            form.wrong(
                    reply.changedMeanwhile()
                            ? "Somebody changed this code while you looked at it, so it was not removed. This is how"
                                    + " it is now."
                            : reply.refused().detail());
            return form(found, form, null, model);
        }
        reply.orPage();
        next.addFlashAttribute("said", "The billing code " + code + " was removed.");
        return "redirect:/console/codes";
    }

    /** @param now the code as somebody else left it, where that is not what the form began with */
    private String form(@Nullable JsonNode found, Typed form, @Nullable JsonNode now, Model model) {
        model.addAttribute("fresh", found == null);
        model.addAttribute("heading", found == null ? "New billing code" : Facts.given(found, "code"));
        model.addAttribute("form", form);
        model.addAttribute("types", CodeForm.TYPES);
        model.addAttribute("decrements", CodeForm.decrements(found));
        model.addAttribute("now", now == null ? null : CodeForm.filled(now));
        if (found != null) {
            String code = Facts.given(found, "code");
            model.addAttribute("groups", holding(code));
            model.addAttribute(
                    "authorizations", Lists.authorizations(api, "clientActive=any&billingCode=" + Names.value(code)));
        }
        return "console/codes/code";
    }

    /** Groups that hold a code. */
    private List<JsonNode> holding(String code) {
        return Lists.groups(api).stream()
                .filter(group -> group.path("codes")
                        .valueStream()
                        .anyMatch(member -> Objects.equals(Facts.text(member, "code"), code)))
                .toList();
    }
}
