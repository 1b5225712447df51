package health.authz.gateway.console.alerts;

import health.authz.gateway.console.Formats;
import health.authz.gateway.console.words.Backend;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Names;
import health.authz.gateway.console.words.Reply;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import tools.jackson.databind.JsonNode;

/** The inbox: read, marked as read, acknowledged together, explained. */
@Controller
class AlertScreen {
    private static final int ALERTS_MAX = 2_000;
    private static final int LINES_A_PAGE = 25;
    private static final int AT_ONCE_MAX = 100;
    private final Backend api;
    private final Clock clock;
    private final Unread unread;

    AlertScreen(Backend api, Clock clock, Unread unread) {
        this.api = api;
        this.clock = clock;
        this.unread = unread;
    }

    /** What the inbox shows. */
    record View(String state, String scope, String kind) {
        static View of(String state, String scope, String kind) {
            return new View(
                    state.equals("CLOSED") ? "CLOSED" : "OPEN",
                    scope.equals("all") ? "all" : "mine",
                    kind.matches("[A-Z_]{1,40}") ? kind : "");
        }

        public String query() {
            return "state=" + state + "&scope=" + scope + (kind.isEmpty() ? "" : "&kind=" + kind);
        }
    }

    @GetMapping("/console/alerts")
    String inbox(
            @RequestParam(name = "state", defaultValue = "OPEN") String state,
            @RequestParam(name = "scope", defaultValue = "mine") String scope,
            @RequestParam(name = "kind", defaultValue = "") String kind,
            @RequestParam(name = "page", defaultValue = "1") int page,
            Model model) {
        View view = View.of(state, scope, kind);
        List<JsonNode> alerts = alerts(view);
        List<AlertLine> lines = AlertLine.of(alerts);
        int pages = Math.max(1, (lines.size() + LINES_A_PAGE - 1) / LINES_A_PAGE);
        int shown = Math.clamp(page, 1, pages);
        List<AlertLine> part = lines.subList((shown - 1) * LINES_A_PAGE, Math.min(lines.size(), shown * LINES_A_PAGE));
        Names names = new Names(api);
        model.addAttribute("view", view);
        model.addAttribute("lines", part);
        model.addAttribute("lineCount", lines.size());
        model.addAttribute("alertCount", alerts.size());
        model.addAttribute("cut", alerts.size() >= ALERTS_MAX);
        model.addAttribute("page", shown);
        model.addAttribute("pages", pages);
        model.addAttribute("lookups", names);
        model.addAttribute("clients", clients(part));
        model.addAttribute("today", Formats.in(model).today(clock));
        return "console/alerts/inbox";
    }

    /** Why the reader got a line: the rule, the profile, and whom it is about. */
    @GetMapping("/console/alerts/why")
    String why(
            @RequestParam(name = "authorizationId") String authorizationId,
            @RequestParam(name = "id") String id,
            Model model) {
        JsonNode alert = api.get("/alerts?limit=500&authorizationId=" + Names.value(authorizationId)
                        + (api.me().may("alert:manage") ? "&scope=all" : ""))
                .orPage()
                .path("items")
                .valueStream()
                .filter(each -> Facts.given(each, "id").equals(id))
                .findFirst()
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        model.addAttribute("alert", AlertLine.Item.of(alert));
        model.addAttribute("why", Why.of(api, alert, new Names(api)));
        return "console/alerts/why";
    }

    /** Marks alerts as read or acknowledges them, all that are named, each by itself. */
    @PostMapping("/console/alerts/{deed:seen|acknowledge}")
    String mark(
            @PathVariable("deed") String deed,
            @RequestParam(name = "id", defaultValue = "") List<String> ids,
            @RequestParam(name = "back", defaultValue = "") String back,
            RedirectAttributes next) {
        int done = 0;
        int failed = 0;
        for (String id : ids.stream().distinct().limit(AT_ONCE_MAX).toList()) {
            boolean good = post(id, deed);
            if (good && deed.equals("acknowledge")) {
                post(id, "seen");
            }
            done += good ? 1 : 0;
            failed += good ? 0 : 1;
        }
        unread.forget(api.me());
        if (failed > 0) {
            next.addFlashAttribute(
                    "wrong", failed + " of " + (done + failed) + " alerts could not be marked. Try again in a moment.");
        } else {
            next.addFlashAttribute("said", deed.equals("seen") ? "Marked as read." : "Acknowledged: " + done + ".");
        }
        return "redirect:/console/alerts" + (back.matches("[A-Za-z0-9_=&]{1,200}") ? "?" + back : "");
    }

    private boolean post(String id, String deed) {
        return api.send(HttpMethod.POST, "/alerts/" + Names.segment(id) + "/" + deed)
                .ok();
    }

    private List<JsonNode> alerts(View view) {
        List<JsonNode> alerts = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    api.get("/alerts?limit=500&" + view.query() + cursor).orPage();
            alerts.addAll(Facts.items(page));
            String next = Facts.text(page, "nextCursor");
            cursor = next == null ? "" : "&cursor=" + Names.value(next);
        } while (!cursor.isEmpty() && alerts.size() < ALERTS_MAX);
        return alerts;
    }

    /** Names of the clients on a page; one that the directory lost keeps its id. */
    private Map<String, String> clients(List<AlertLine> lines) {
        Map<String, String> names = new LinkedHashMap<>();
        for (AlertLine line : lines) {
            names.computeIfAbsent(line.clientId(), id -> {
                Reply client = api.get("/clients/" + Names.segment(id));
                return client.ok() ? Names.ofClient(client.body()) : id;
            });
        }
        return names;
    }
}
