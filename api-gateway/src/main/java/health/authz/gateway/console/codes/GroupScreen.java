package health.authz.gateway.console.codes;

import health.authz.gateway.console.words.Backend;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Names;
import health.authz.gateway.console.words.Reply;
import health.authz.gateway.console.words.Typed;
import java.util.ArrayList;
import java.util.List;
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

/** Billing code groups: listed, made, edited, filled and emptied at once, removed. */
@Controller
class GroupScreen {
    private static final String PATH = "/billing-code-groups/";
    private final Backend api;

    GroupScreen(Backend api) {
        this.api = api;
    }

    @GetMapping("/console/groups")
    String list(Model model) {
        List<JsonNode> groups = Lists.groups(api);
        model.addAttribute("groups", groups);
        return "console/codes/groups";
    }

    @GetMapping("/console/new-group")
    String blank(Model model) {
        return form(null, GroupForm.blank(), null, model);
    }

    @PostMapping("/console/new-group")
    String make(@RequestParam MultiValueMap<String, String> sent, Model model, RedirectAttributes next) {
        Typed form = Typed.of(sent);
        ObjectNode body = GroupForm.body(form);
        if (form.isWrong()) {
            return form(null, form, null, model);
        }
        Reply reply = api.send(HttpMethod.POST, "/billing-code-groups", body);
        if (reply.refusal()) {
            refused(form, reply, body);
            return form(null, form, null, model);
        }
        next.addFlashAttribute("said", "The group " + Facts.given(reply.orPage(), "name") + " was made.");
        return "redirect:/console/groups/" + Names.segment(Facts.given(reply.body(), "id"));
    }

    @GetMapping("/console/groups/{id}")
    String show(@PathVariable("id") String id, Model model) {
        Reply reply = api.get(PATH + Names.segment(id));
        JsonNode group = reply.orPage();
        return form(group, GroupForm.filled(group).put("etag", reply.etag()), null, model);
    }

    @PostMapping("/console/groups/{id}")
    String save(
            @PathVariable("id") String id,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            RedirectAttributes next) {
        Typed form = Typed.of(sent);
        ObjectNode body = GroupForm.body(form);
        Reply before = api.get(PATH + Names.segment(id));
        JsonNode group = before.orPage();
        if (form.isWrong()) {
            return form(group, form, null, model);
        }
        Reply reply = api.send(HttpMethod.PUT, PATH + Names.segment(id), body, "If-Match", form.get("etag"));
        if (reply.changedMeanwhile()) {
            form.put("etag", before.etag());
            return form(group, form, differences(form, group), model);
        }
        if (reply.refusal()) {
            refused(form, reply, body);
            return form(group, form, null, model);
        }
        next.addFlashAttribute("said", "The group " + Facts.given(reply.orPage(), "name") + " was changed.");
        return "redirect:/console/groups/" + Names.segment(id);
    }

    /** All active codes in, or all codes out. */
    @PostMapping("/console/groups/{id}/{all:add-all|remove-all}")
    String all(
            @PathVariable("id") String id,
            @PathVariable("all") String all,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            RedirectAttributes next) {
        Reply reply = api.send(
                HttpMethod.POST,
                PATH + Names.segment(id) + "/" + all,
                "If-Match",
                Typed.of(sent).get("etag"));
        if (reply.refusal()) {
            return asItIs(id, reply, "not changed", model);
        }
        int held = reply.orPage().path("codes").size();
        next.addFlashAttribute(
                "said",
                all.equals("add-all")
                        ? "All active codes are in the group now: " + held + "."
                        : "All codes were taken out of the group.");
        return "redirect:/console/groups/" + Names.segment(id);
    }

    @PostMapping("/console/groups/{id}/remove")
    String remove(
            @PathVariable("id") String id,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            RedirectAttributes next) {
        Reply reply = api.send(
                HttpMethod.DELETE,
                PATH + Names.segment(id),
                "If-Match",
                Typed.of(sent).get("etag"));
        if (reply.refusal()) {
            return asItIs(id, reply, "not removed", model);
        }
        reply.orPage();
        next.addFlashAttribute(
                "said", "The group was removed. Authorizations that were added from it stay as they are.");
        return "redirect:/console/groups";
    }

    private String asItIs(String id, Reply refused, String what, Model model) {
        Reply now = api.get(PATH + Names.segment(id));
        JsonNode group = now.orPage();
        Typed form = GroupForm.filled(group).put("etag", now.etag());
        form.wrong(
                refused.changedMeanwhile()
                        ? "Somebody changed this group while you looked at it, so it was " + what
                                + ". This is how it is now."
                        : refused.refused().detail());
        return form(group, form, null, model);
    }

    private static void refused(Typed form, Reply reply, ObjectNode body) {
        if (reply.refused().slug().equals("group-name-taken")) {
            form.wrong("name", "Another group has this name. Choose another.");
            return;
        }
        GroupForm.refused(form, reply.refused(), body);
    }

    /** What is in the group now and not in the form, and the other way round. */
    private static List<String> differences(Typed form, JsonNode now) {
        Typed current = GroupForm.filled(now);
        List<String> lines = new ArrayList<>();
        if (!current.get("name").equals(form.get("name"))) {
            lines.add("Its name is now “" + current.get("name") + "”.");
        }
        if (current.ticked("active") != form.ticked("active")) {
            lines.add(current.ticked("active") ? "It is active now." : "It is inactive now.");
        }
        current.values().keySet().stream()
                .filter(name -> name.startsWith(GroupForm.IN) && !form.ticked(name))
                .forEach(name ->
                        lines.add(name.substring(GroupForm.IN.length()) + " is in the group, not in your form."));
        form.values().keySet().stream()
                .filter(name -> name.startsWith(GroupForm.IN) && form.ticked(name) && !current.ticked(name))
                .forEach(name ->
                        lines.add(name.substring(GroupForm.IN.length()) + " is in your form, not in the group."));
        return lines;
    }

    private String form(@Nullable JsonNode group, Typed form, @Nullable List<String> differences, Model model) {
        List<JsonNode> codes = Lists.codes(api);
        model.addAttribute("fresh", group == null);
        model.addAttribute("heading", group == null ? "New group" : Facts.given(group, "name"));
        model.addAttribute("group", group);
        model.addAttribute("form", form);
        model.addAttribute("lines", GroupForm.lines(codes, form));
        model.addAttribute("differences", differences);
        if (group != null) {
            model.addAttribute("held", group.path("codes").size());
            model.addAttribute(
                    "activeCodes",
                    codes.stream().filter(code -> Facts.flag(code, "active")).count());
            model.addAttribute(
                    "authorizations",
                    group.path("codes").isEmpty()
                            ? Long.valueOf(0)
                            : Lists.authorizations(api, "billingCodeGroupId=" + Names.value(Facts.given(group, "id"))));
        }
        return "console/codes/group";
    }
}
