package health.authz.gateway.console.authorization;

import health.authz.gateway.console.Formats;
import health.authz.gateway.console.words.Backend;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Names;
import health.authz.gateway.console.words.Reply;
import health.authz.gateway.console.words.Typed;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
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

/** Renew, inactivate, reactivate and void, each on a page of its own that says what it means. */
@Controller
class ActionScreen {
    private static final String PATH = "/console/authorizations/{id}/{action:renew|inactivate|reactivate|void}";
    private static final List<String> FIELDS =
            List.of("reason", "comment", "startDate", "endDate", "authorizationNumber", "allottedUnits");
    private final Backend api;
    private final Clock clock;

    ActionScreen(Backend api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    @GetMapping(PATH)
    String ask(@PathVariable("id") String id, @PathVariable("action") String name, Model model) {
        JsonNode row = row(id);
        Action action = action(name);
        Typed form = Typed.empty().put("reason", action == Action.RENEW ? "RENEWAL" : "OTHER");
        if (action == Action.RENEW) {
            proposed(form, row);
        }
        return page(row, action, form, model);
    }

    @PostMapping(PATH)
    String act(
            @PathVariable("id") String id,
            @PathVariable("action") String name,
            @RequestParam MultiValueMap<String, String> sent,
            Model model,
            RedirectAttributes next) {
        Action action = action(name);
        Typed form = Typed.of(sent);
        ObjectNode body = body(action, form);
        if (form.isWrong()) {
            return page(row(id), action, form, model);
        }
        Reply reply = api.send(HttpMethod.POST, "/authorizations/" + Names.segment(id) + "/" + name, body);
        if (reply.refusal()) {
            form.refusedBy(reply.refused(), FIELDS);
            return page(row(id), action, form, model);
        }
        JsonNode done = reply.orPage();
        next.addFlashAttribute("said", said(action));
        return "redirect:/console/authorizations/" + Names.segment(Facts.given(done, "authorizationId")) + "?after="
                + Math.max(1, Facts.count(done, "seq"));
    }

    /** The next period: from the day after the end, as long as the one before. */
    private static void proposed(Typed form, JsonNode row) {
        LocalDate start = Facts.date(row, "startDate");
        LocalDate end = Facts.date(row, "endDate");
        form.put("allottedUnits", Facts.shown(row.path("allottedUnits")));
        if (start != null && end != null) {
            LocalDate first = end.plusDays(1);
            form.put("startDate", first.toString())
                    .put(
                            "endDate",
                            first.plusDays(ChronoUnit.DAYS.between(start, end)).toString());
        }
    }

    private static ObjectNode body(Action action, Typed form) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("reason", form.get("reason"));
        if (form.filled("comment")) {
            body.put("comment", form.get("comment").replaceAll("\\s+", " "));
        }
        if (action == Action.RENEW) {
            for (String name : List.of("startDate", "endDate", "authorizationNumber", "allottedUnits")) {
                if (form.filled(name)) {
                    read(form, name, body);
                }
            }
        }
        return body;
    }

    private static void read(Typed form, String name, ObjectNode body) {
        Field.Read read = Field.of(name).orElseThrow().read(form.raw(name));
        JsonNode value = read.value();
        if (value == null) {
            form.wrong(name, String.valueOf(read.problem()));
        } else {
            body.set(name, value);
        }
    }

    private String page(JsonNode row, Action action, Typed form, Model model) {
        model.addAttribute(
                "one",
                AuthorizationView.of(
                        row,
                        MissingNode.getInstance(),
                        new Names(api),
                        Formats.in(model).today(clock)));
        model.addAttribute("action", action);
        model.addAttribute("form", form);
        return "console/authorization/action";
    }

    private JsonNode row(String id) {
        return api.get("/authorizations/" + Names.segment(id)).orPage();
    }

    private static Action action(String name) {
        return Action.of(name).orElseThrow();
    }

    private static String said(Action action) {
        return switch (action) {
            case RENEW -> "This authorization was added. It renews the one before.";
            case INACTIVATE -> "The authorization was inactivated.";
            case REACTIVATE -> "The authorization was reactivated.";
            case VOID -> "The authorization was voided.";
        };
    }
}
