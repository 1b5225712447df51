package health.authz.gateway.console.imports;

import health.authz.gateway.console.CsvFiles;
import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Query;
import health.authz.gateway.console.SignedIn;
import health.authz.gateway.console.words.Backend;
import health.authz.gateway.console.words.Facts;
import health.authz.gateway.console.words.Names;
import health.authz.gateway.console.words.Reply;
import health.authz.gateway.console.words.Typed;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.JsonNode;

/** Files dropped in. A directory file is taken line by line; a bulk file becomes a preview and changes nothing before. */
@Controller
class ImportScreen {
    static final String PATH = "/console/import";
    private static final int LINES_SHOWN = 500;
    private static final String TOO_LARGE =
            "The file has more than 64 MB, so nothing of it was taken. Divide it into several files";
    private static final int MAPPINGS_SHOWN = 500;
    private final Backend api;
    private final CsvFiles files;

    ImportScreen(Backend api, CsvFiles files) {
        this.api = api;
        this.files = files;
    }

    /** @param tooLarge the form whose file had more bytes than one may have */
    @GetMapping(PATH)
    String show(
            @RequestParam(name = "kind", defaultValue = "UPDATE") String kind,
            @RequestParam(name = "tooLarge", defaultValue = "") String tooLarge,
            SignedIn person,
            Model model) {
        Typed form = Typed.empty()
                .put("kind", kind.equals("ADD") ? "ADD" : "UPDATE")
                .put("dateFormat", Formats.in(model).datePattern());
        if (tooLarge.equals("bulk")) {
            form.wrong("bulk", TOO_LARGE + ", each with the line that names the columns.");
        } else if (tooLarge.equals("directory")) {
            form.wrong("directory", TOO_LARGE + ", or let a program send it to /api/v1/directory/import.");
        }
        model.addAttribute("form", form);
        model.addAttribute("mappings", mappings(person));
        return "console/imports/import";
    }

    /** Names of all, as far as a list of them is of use. */
    private List<String> mappings(SignedIn person) {
        if (!person.may("auth:bulk")) {
            return List.of();
        }
        Reply reply = api.get("/bulk-mappings?limit=" + MAPPINGS_SHOWN);
        return reply.ok()
                ? reply.body()
                        .path("items")
                        .valueStream()
                        .map(each -> Facts.given(each, "name"))
                        .toList()
                : List.of();
    }

    /** A sheet to fill in. */
    @GetMapping(PATH + "/template.csv")
    void template(
            SignedIn person,
            @RequestParam(name = "kind", defaultValue = "UPDATE") String kind,
            HttpServletResponse answer) {
        String known = kind.equals("ADD") ? "ADD" : "UPDATE";
        files.write(
                person,
                known.toLowerCase(Locale.ROOT) + "-template.csv",
                answer,
                Query.of("kind", known).on("/bulk-previews/template"));
    }

    /** Lines that a preview left out, each with why, to be corrected and dropped in again. */
    @GetMapping(PATH + "/left-out.csv")
    void leftOut(
            SignedIn person,
            @RequestParam(name = "preview", defaultValue = "") String preview,
            HttpServletResponse answer) {
        files.write(person, "left-out.csv", answer, "/bulk-previews/" + Names.segment(preview) + "/file-problems");
    }

    @PostMapping(PATH + "/directory")
    String directory(
            @RequestParam(name = "file", required = false) @Nullable MultipartFile file, SignedIn person, Model model)
            throws IOException {
        model.addAttribute("mappings", mappings(person));
        Typed form = Typed.empty()
                .put("kind", "UPDATE")
                .put("dateFormat", Formats.in(model).datePattern());
        model.addAttribute("form", form);
        if (file == null || file.isEmpty()) {
            form.wrong("directory", "Choose a file first. It has one JSON object on each line.");
            return "console/imports/import";
        }
        Reply reply;
        try (InputStream lines = file.getInputStream()) {
            reply = api.upload("/directory/import", "application/x-ndjson", lines);
        }
        if (reply.refusal()) {
            form.wrong("directory", reply.refused().detail());
            return "console/imports/import";
        }
        model.addAttribute("fileName", file.getOriginalFilename());
        model.addAttribute("accepted", Facts.count(reply.orPage(), "accepted"));
        model.addAttribute("rejected", Facts.count(reply.body(), "rejected"));
        model.addAttribute(
                "problems",
                reply.body().path("problems").valueStream().map(LineProblem::of).toList());
        return "console/imports/import";
    }

    @PostMapping(PATH + "/bulk")
    String bulk(
            @RequestParam(name = "kind", defaultValue = "UPDATE") String kind,
            @RequestParam(name = "dateFormat", defaultValue = "") String dateFormat,
            @RequestParam(name = "skipLines", defaultValue = "") String skipLines,
            @RequestParam(name = "mapping", defaultValue = "") String mapping,
            @RequestParam(name = "file", required = false) @Nullable MultipartFile file,
            SignedIn person,
            Model model)
            throws IOException {
        model.addAttribute("mappings", mappings(person));
        String known = kind.equals("ADD") ? "ADD" : "UPDATE";
        Typed form = Typed.empty()
                .put("kind", known)
                .put("dateFormat", dateFormat)
                .put("skipLines", skipLines)
                .put("mapping", mapping);
        model.addAttribute("form", form);
        if (file == null || file.isEmpty()) {
            form.wrong("bulk", "Choose a file first. Its first line names the columns.");
            return "console/imports/import";
        }
        Reply reply;
        try (InputStream lines = file.getInputStream()) {
            reply = api.upload(
                    Query.of(
                                    "kind", known,
                                    "mapping", mapping.strip(),
                                    "dateFormat", dateFormat.strip(),
                                    "skipLines", skipLines.strip())
                            .on("/bulk-previews"),
                    "text/csv",
                    lines);
        }
        model.addAttribute("fileName", file.getOriginalFilename());
        if (reply.refusal()) {
            form.wrong("bulk", reply.refused().detail());
            model.addAttribute(
                    "bulkProblems",
                    reply.refused().errors().stream().map(LineProblem::of).toList());
            return "console/imports/import";
        }
        String preview = Facts.given(reply.orPage(), "id");
        long bad = Facts.count(reply.body().path("file"), "badLines");
        List<String> ignored = reply.body()
                .path("ignoredColumns")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
        if (bad == 0 && ignored.isEmpty()) {
            return "redirect:/console/previews/" + Names.segment(preview);
        }
        model.addAttribute("preview", preview);
        model.addAttribute("ignored", ignored);
        model.addAttribute("badLines", bad);
        model.addAttribute("goodLines", Facts.count(reply.body().path("file"), "lines") - bad);
        model.addAttribute("bulkProblems", bad == 0 ? List.of() : left(reply.body()));
        return "console/imports/import";
    }

    /** Lines that a preview left out: many of them, or the few that it shows itself. */
    private List<LineProblem> left(JsonNode preview) {
        Reply more = api.get(
                "/bulk-previews/" + Names.segment(Facts.given(preview, "id")) + "/file-problems?limit=" + LINES_SHOWN);
        JsonNode problems =
                more.ok() ? more.body().path("items") : preview.path("file").path("problems");
        return problems.valueStream().map(LineProblem::of).toList();
    }
}
