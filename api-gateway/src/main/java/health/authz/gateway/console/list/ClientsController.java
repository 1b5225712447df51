package health.authz.gateway.console.list;

import static health.authz.gateway.console.words.Names.ofClient;

import health.authz.gateway.console.ConsoleApi;
import health.authz.gateway.console.ConsoleApis;
import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Names;
import health.authz.gateway.console.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import tools.jackson.databind.JsonNode;

/** Clients themselves, so that those without any authorization can be reached. */
@Controller
class ClientsController {
    static final String PATH = "/console/clients";
    private final ConsoleApis apis;
    private final Drafts drafts;

    ClientsController(ConsoleApis apis, Drafts drafts) {
        this.apis = apis;
        this.drafts = drafts;
    }

    /** A client as a line of the list. */
    record ClientLine(String id, String name, String born, String divisions, String payers, String groups) {
        static ClientLine of(JsonNode client, Names names, Formats formats) {
            return new ClientLine(
                    client.path("clientId").asString(""),
                    ofClient(client),
                    formats.date(client.path("birthDate").asString("")),
                    joined(client.path("divisionIds"), names::division),
                    joined(client.path("payerIds"), names::payer),
                    joined(client.path("clientGroupIds"), names::clientGroup));
        }

        private static String joined(JsonNode ids, UnaryOperator<String> name) {
            return ids.valueStream().map(id -> name.apply(id.asString(""))).collect(Collectors.joining(", "));
        }
    }

    @GetMapping(PATH)
    String list(
            SignedIn person,
            HttpServletRequest request,
            Model model,
            @ModelAttribute("names") Names names,
            @ModelAttribute("f") Formats formats) {
        Listing listing = Listing.of(PATH, request);
        if (person.may("auth:bulk") && !listing.hasDraft()) {
            return "redirect:" + listing.under(drafts.begin());
        }
        ConsoleApi api = apis.as(person);
        Supplier<LeftOut> leftOut = drafts.ask(api, listing.draft());
        JsonNode page = api.get("/clients", listing.asked());
        List<ClientLine> rows = page.path("items")
                .valueStream()
                .map(client -> ClientLine.of(client, names, formats))
                .toList();
        model.addAttribute("listing", listing);
        model.addAttribute("leftOut", leftOut.get());
        model.addAttribute("chips", listing.chips(names, formats, listing.value("clientId")));
        model.addAttribute("page", Page.of(page, listing));
        model.addAttribute("rows", rows);
        model.addAttribute("choices", choices(listing, names));
        return "console/clients";
    }

    private static Map<String, List<Choice>> choices(Listing listing, Names names) {
        return Map.of(
                "divisionId", Choice.of(names.divisions(), listing.value("divisionId")),
                "payerId", Choice.of(names.payers(), listing.value("payerId")),
                "clientGroupId", Choice.of(names.clientGroups(), listing.value("clientGroupId")),
                "userGroupId", Choice.of(names.userGroups(), listing.value("userGroupId")),
                "lacksGroupId", Choice.of(names.codeGroups(), listing.value("lacksGroupId")));
    }
}
