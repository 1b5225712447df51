package health.authz.gateway.console.list;

import health.authz.gateway.console.ConsoleApi;
import health.authz.gateway.console.ConsoleApis;
import health.authz.gateway.console.CsvFiles;
import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Names;
import health.authz.gateway.console.Query;
import health.authz.gateway.console.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import tools.jackson.databind.JsonNode;

/** The master list. */
@Controller
class AuthorizationsController {
    static final String PATH = "/console/authorizations";
    private static final List<String> STATUSES =
            List.of("ACTIVE", "PENDING_START", "EXHAUSTED", "EXPIRED", "INACTIVE", "VOIDED");
    private static final String EVERY_STATUS = String.join(",", STATUSES);
    private static final Set<String> FIRST_FILTERS = Set.of("q", "divisionId", "payerId", "clientGroupId", "status");
    private final ConsoleApis apis;
    private final CsvFiles files;
    private final Clock clock;
    private final Drafts drafts;

    AuthorizationsController(ConsoleApis apis, CsvFiles files, Clock clock, Drafts drafts) {
        this.apis = apis;
        this.files = files;
        this.clock = clock;
        this.drafts = drafts;
    }

    /** The whole list as it is filtered and sorted, not only the page. */
    @GetMapping(PATH + ".csv")
    void export(SignedIn person, HttpServletRequest request, HttpServletResponse answer) {
        Listing listing = Listing.of(PATH, request);
        files.write(
                person,
                "authorizations.csv",
                answer,
                listing.asked().without("cursor", "limit").on("/authorizations"));
    }

    /** Where the console begins, too. */
    @GetMapping({PATH, "/console"})
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
        Supplier<JsonNode> rows = api.ask("/authorizations", listing.asked());
        Supplier<JsonNode> summary =
                api.ask("/authorizations/summary", listing.filter().with("status", EVERY_STATUS));
        JsonNode page = rows.get();
        LocalDate today = formats.today(clock);
        model.addAttribute("listing", listing);
        model.addAttribute("leftOut", leftOut.get());
        model.addAttribute("statusSaid", FilterWords.value("status", listing.value("status"), names));
        model.addAttribute("chips", listing.chips(names, formats, clientName(listing, page)));
        model.addAttribute("page", Page.of(page, listing));
        model.addAttribute(
                "rows",
                page.path("items")
                        .valueStream()
                        .map(row -> Row.of(row, names, formats, today))
                        .toList());
        model.addAttribute("tiles", tiles(listing, summary.get().path("byStatus")));
        model.addAttribute("choices", choices(listing, names));
        model.addAttribute("more", hasMore(listing.filter()));
        return "console/authorizations";
    }

    /** Of the client whose rows alone are listed. */
    private static String clientName(Listing listing, JsonNode page) {
        String id = listing.value("clientId");
        return page.path("items").path(0).path("clientName").asString(id);
    }

    private static List<Tile> tiles(Listing listing, JsonNode byStatus) {
        List<Tile> tiles = new ArrayList<>();
        String chosen = listing.value("status");
        long current = byStatus.path("ACTIVE").asLong(0)
                + byStatus.path("PENDING_START").asLong(0);
        tiles.add(new Tile("Current and upcoming", current, listing.without("status"), chosen.isEmpty()));
        for (String status : STATUSES) {
            tiles.add(new Tile(
                    health.authz.gateway.console.Words.WORDS.state(status),
                    byStatus.path(status).asLong(0),
                    listing.with("status", status),
                    chosen.equals(status)));
        }
        return tiles;
    }

    private static Map<String, List<Choice>> choices(Listing listing, Names names) {
        return Map.of(
                "divisionId", Choice.of(names.divisions(), listing.value("divisionId")),
                "payerId", Choice.of(names.payers(), listing.value("payerId")),
                "clientGroupId", Choice.of(names.clientGroups(), listing.value("clientGroupId")),
                "userGroupId", Choice.of(names.userGroups(), listing.value("userGroupId")),
                "billingCode", Choice.of(names.codes(), listing.value("billingCode")),
                "billingCodeGroupId", Choice.of(names.codeGroups(), listing.value("billingCodeGroupId")));
    }

    private static boolean hasMore(Query filter) {
        return !FIRST_FILTERS.containsAll(filter.values().keySet());
    }
}
