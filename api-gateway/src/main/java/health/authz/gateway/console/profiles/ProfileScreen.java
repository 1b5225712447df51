package health.authz.gateway.console.profiles;

import health.authz.gateway.console.ApiProblem;
import health.authz.gateway.console.words.Backend;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Names;
import health.authz.gateway.console.words.Numbers;
import health.authz.gateway.console.words.Reply;
import health.authz.gateway.console.words.Typed;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Who is alerted, and the settings. */
@Controller
class ProfileScreen {
    private static final int PEOPLE_MAX = 5_000;
    private static final String PATH = "/console/profiles";
    private final Backend api;

    ProfileScreen(Backend api) {
        this.api = api;
    }

    @GetMapping(PATH)
    String show(Model model) {
        return page(Typed.empty(), model);
    }

    /** The question before the switch is turned. */
    @GetMapping("/console/alert-switch")
    String ask(Model model) {
        model.addAttribute("on", lines().stream().anyMatch(line -> line.key().equals(SettingLine.SWITCH) && line.on()));
        return "console/profiles/switch";
    }

    @PostMapping("/console/alert-switch")
    String turn(@RequestParam(name = "to") boolean to, RedirectAttributes next) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("value", to);
        api.send(HttpMethod.PUT, "/settings/" + SettingLine.SWITCH, body).orPage();
        next.addFlashAttribute(
                "said", to ? "Alerts are on." : "Alerts are off. Nobody is alerted until they are on again.");
        return "redirect:" + PATH;
    }

    /** Only settings that were changed are sent; each that is refused says so at its field, the others are saved. */
    @PostMapping("/console/settings")
    String settings(@RequestParam MultiValueMap<String, String> sent, Model model, RedirectAttributes next) {
        Typed form = Typed.of(sent);
        int changed = 0;
        for (SettingLine line : lines()) {
            if (form.has(line.field()) && !form.get(line.field()).equals(line.own())) {
                changed += put(line, form) ? 1 : 0;
            }
        }
        if (form.isWrong()) {
            if (changed > 0) {
                model.addAttribute("said", "The others were saved: " + changed + ".");
            }
            return page(form, model);
        }
        next.addFlashAttribute("said", changed == 0 ? "Nothing was changed." : "Saved.");
        return "redirect:" + PATH;
    }

    private boolean put(SettingLine line, Typed form) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        String typed = form.get(line.field());
        Integer number = Numbers.readWhole(typed);
        if (typed.isEmpty()) {
            body.putNull("value");
        } else if (number == null) {
            form.wrong(line.field(), "Write a whole number, or leave it blank for the default.");
            return false;
        } else {
            body.put("value", number);
        }
        Reply reply = api.send(HttpMethod.PUT, "/settings/" + line.key(), body);
        if (reply.refusal()) {
            List<ApiProblem.FieldError> errors = reply.refused().errors();
            String detail = errors.isEmpty()
                    ? reply.refused().detail()
                    : errors.getFirst().detail();
            form.wrongAs(line.field(), detail.replace("or null for the default", "or blank for the default"));
            return false;
        }
        reply.orPage();
        return true;
    }

    @GetMapping("/console/new-profile")
    String blank(Model model) {
        return form(null, ProfileForm.blank(), model);
    }

    @PostMapping("/console/new-profile")
    String make(@RequestParam MultiValueMap<String, String> sent, Model model, RedirectAttributes next) {
        Typed form = Typed.of(sent);
        String id = form.get("id");
        if (!id.matches("[A-Za-z0-9._:@-]{1,100}")) {
            form.wrong("id", "Write 1 to 100 letters, digits and . _ : @ - as your health record knows the profile.");
        } else if (api.get("/profiles/" + Names.segment(id)).ok()) {
            form.wrong("id", "A profile with this id is there already. Open it from the list to change it.");
        }
        return save(null, id, MissingNode.getInstance(), form, model, next);
    }

    @GetMapping(PATH + "/{id}")
    String edit(@PathVariable("id") String id, Model model) {
        JsonNode profile = profile(id);
        return form(profile, ProfileForm.filled(profile), model);
    }

    @PostMapping(PATH + "/{id}")
    String change(
            @PathVariable("id") String id,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            RedirectAttributes next) {
        JsonNode profile = profile(id);
        return save(profile, id, profile, Typed.of(sent), model, next);
    }

    private String save(
            @Nullable JsonNode profile, String id, JsonNode before, Typed form, Model model, RedirectAttributes next) {
        ObjectNode body = ProfileForm.body(form, before);
        if (form.isWrong()) {
            return form(profile, form, model);
        }
        Reply reply = api.send(HttpMethod.PUT, "/profiles/" + Names.segment(id), body);
        if (reply.refusal()) {
            form.refusedBy(reply.refused(), List.of("name", "active", "clientAdmin"));
            return form(profile, form, model);
        }
        reply.orPage();
        next.addFlashAttribute("said", "The profile " + form.get("name") + " was saved.");
        return "redirect:" + PATH;
    }

    private JsonNode profile(String id) {
        return api.get("/profiles/" + Names.segment(id)).orPage();
    }

    private String form(@Nullable JsonNode profile, Typed form, Model model) {
        model.addAttribute("heading", profile == null ? "New profile" : Facts.given(profile, "name"));
        model.addAttribute("profile", profile);
        model.addAttribute("form", form);
        model.addAttribute("kinds", ProfileForm.KINDS);
        model.addAttribute(
                "people", profile == null ? List.of() : people().getOrDefault(Facts.given(profile, "id"), List.of()));
        return "console/profiles/profile";
    }

    private String page(Typed form, Model model) {
        List<SettingLine> lines = lines();
        for (SettingLine line : lines) {
            if (!form.has(line.field())) {
                form.put(line.field(), line.own());
            }
        }
        model.addAttribute(
                "mainSwitch",
                lines.stream()
                        .filter(line -> line.key().equals(SettingLine.SWITCH))
                        .findFirst()
                        .orElse(null));
        model.addAttribute(
                "settings", lines.stream().filter(line -> !line.flag()).toList());
        model.addAttribute("profiles", whole("/profiles?limit=500"));
        model.addAttribute("people", people());
        model.addAttribute("maySettings", api.me().may("settings:manage"));
        model.addAttribute("mayPeople", api.me().may("directory:read"));
        model.addAttribute("form", form);
        return "console/profiles/all";
    }

    private List<SettingLine> lines() {
        return Facts.items(api.get("/settings?limit=500").orPage()).stream()
                .map(SettingLine::of)
                .toList();
    }

    /** Active people by profile; nobody where one may not look. */
    private Map<String, List<String>> people() {
        Map<String, List<String>> people = new LinkedHashMap<>();
        if (api.me().may("directory:read")) {
            whole("/users?limit=500").stream()
                    .filter(user -> Facts.flag(user, "active"))
                    .forEach(user -> people.computeIfAbsent(Facts.given(user, "profileId"), any -> new ArrayList<>())
                            .add(Facts.given(user, "name")));
        }
        return people;
    }

    private List<JsonNode> whole(String path) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = api.get(path + cursor).orPage();
            items.addAll(Facts.items(page));
            String next = Facts.text(page, "nextCursor");
            cursor = next == null ? "" : "&cursor=" + Names.value(next);
        } while (!cursor.isEmpty() && items.size() < PEOPLE_MAX);
        return items;
    }
}
