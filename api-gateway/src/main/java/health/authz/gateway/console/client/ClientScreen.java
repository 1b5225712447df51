package health.authz.gateway.console.client;

import health.authz.gateway.console.Formats;
import health.authz.gateway.console.authorization.AuthorizationView;
import health.authz.gateway.console.list.Rebuilding;
import health.authz.gateway.console.words.Backend;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Names;
import health.authz.gateway.console.words.Reply;
import health.authz.gateway.console.words.Typed;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** A client: facts, authorizations, and the rows as a form. */
@Controller
class ClientScreen {
    private static final int ROWS_MAX = 200;
    private static final String LINES = "application/x-ndjson";
    private static final Map<String, String> SHOWN = Map.of(
            "current", "ACTIVE,PENDING_START",
            "all", "ACTIVE,PENDING_START,EXHAUSTED,EXPIRED,INACTIVE,VOIDED");
    private final Backend api;
    private final Clock clock;

    ClientScreen(Backend api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** One hit leads to the client at once; anything else to the list of clients. */
    @GetMapping("/console/find-client")
    String find(@RequestParam(name = "q", defaultValue = "") String text) {
        if (text.isBlank()) {
            return "redirect:/console/clients";
        }
        String query = "?active=any&q=" + Names.value(text.strip());
        JsonNode found = api.get("/clients" + query + "&limit=2").orPage();
        List<JsonNode> items = Facts.items(found);
        return items.size() == 1
                ? "redirect:/console/clients/" + Names.segment(Facts.given(items.getFirst(), "clientId"))
                : "redirect:/console/clients" + query;
    }

    /**
     * @param show {@code current} or {@code all}
     * @param edit whether rows are fields
     */
    @GetMapping("/console/clients/{id}")
    String show(
            @PathVariable("id") String id,
            @RequestParam(name = "show", defaultValue = "current") String show,
            @RequestParam(name = "edit", defaultValue = "false") boolean edit,
            Model model) {
        JsonNode list = rows(id, show);
        return page(id, show, edit, list, ClientRows.filled(Facts.items(list)), model);
    }

    /** Makes the preview of the rows that were changed; nothing is changed before it is confirmed. */
    @PostMapping("/console/clients/{id}/changes")
    String change(
            @PathVariable("id") String id,
            @RequestParam(name = "show", defaultValue = "current") String show,
            @RequestParam MultiValueMap<String, String> sent,
            Model model) {
        Typed form = Typed.of(sent);
        List<ObjectNode> lines = ClientRows.changed(form);
        if (!form.isWrong() && lines.isEmpty()) {
            form.wrong("Nothing was changed. Change a field of a row, then preview.");
        }
        if (form.isWrong()) {
            return page(id, show, true, rows(id, show), form, model);
        }
        String body = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        Reply reply = api.upload(
                "/bulk-previews?kind=UPDATE", LINES, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        if (reply.refusal()) {
            form.refusedBy(reply.refused(), List.of());
        } else {
            ClientRows.refused(form, reply.orPage().path("file").path("problems"), lines);
        }
        if (form.isWrong()) {
            return page(id, show, true, rows(id, show), form, model);
        }
        return "redirect:/console/previews/" + Names.segment(Facts.given(reply.body(), "id"));
    }

    private String page(String id, String show, boolean edit, JsonNode list, Typed form, Model model) {
        Names names = new Names(api);
        JsonNode client = api.get("/clients/" + Names.segment(id)).orPage();
        LocalDate today = Formats.in(model).today(clock);
        model.addAttribute("client", ClientView.of(client, names));
        model.addAttribute("payers", payers(client, names));
        model.addAttribute(
                "rows",
                Facts.items(list).stream()
                        .map(row -> AuthorizationView.of(row, MissingNode.getInstance(), names, today))
                        .toList());
        model.addAttribute("count", Facts.count(list, "count"));
        model.addAttribute("rebuilding", Rebuilding.of(list));
        model.addAttribute("show", SHOWN.containsKey(show) ? show : "current");
        model.addAttribute("edit", edit);
        model.addAttribute("form", form);
        return "console/client/one";
    }

    private static Map<String, String> payers(JsonNode client, Names names) {
        Map<String, String> choices = new LinkedHashMap<>();
        Facts.texts(client, "payerIds").forEach(payer -> choices.put(payer, names.of("payers", payer)));
        return choices;
    }

    private JsonNode rows(String id, String show) {
        return api.get("/authorizations?clientActive=any&limit=" + ROWS_MAX + "&clientId=" + Names.value(id)
                        + "&status=" + Names.value(SHOWN.getOrDefault(show, String.valueOf(SHOWN.get("current")))))
                .orPage();
    }
}
