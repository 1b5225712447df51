package health.authz.bulk.web;

import health.authz.bulk.application.BulkPreviewer;
import health.authz.bulk.application.Preview;
import health.authz.bulk.application.PreviewSights;
import health.authz.platform.consistency.ConsistencyTokens;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.Page;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Bulk previews over HTTP. */
@RestController
@RequestMapping("/api/v1/bulk-previews")
class BulkPreviewController {
    private final BulkPreviewer previewer;
    private final PreviewSights sights;
    private final FormPreviews forms;
    private final PreviewAnswers answers;
    private final Cursors cursors;

    BulkPreviewController(
            BulkPreviewer previewer,
            PreviewSights sights,
            FormPreviews forms,
            PreviewAnswers answers,
            Cursors cursors) {
        this.previewer = previewer;
        this.sights = sights;
        this.forms = forms;
        this.answers = answers;
        this.cursors = cursors;
    }

    /** From a selection; files go to {@link BulkFileController}. */
    @PostMapping
    ResponseEntity<JsonNode> make(Caller caller, HttpServletRequest http, @RequestBody JsonNode body) {
        caller.require(Permission.AUTH_BULK);
        String consistentWith = QueryParameters.of(http, Set.of(ConsistencyTokens.PARAMETER))
                .text(ConsistencyTokens.PARAMETER)
                .orElse(null);
        return answers.made(forms.preview(caller, body, consistentWith));
    }

    @GetMapping("/{id}")
    JsonNode get(Caller caller, @PathVariable String id) {
        return answers.of(preview(caller, id));
    }

    @GetMapping("/{id}/items")
    Page<JsonNode> items(Caller caller, @PathVariable String id, HttpServletRequest http) {
        Preview preview = preview(caller, id);
        QueryParameters query = QueryParameters.of(http, Set.of("outcome", "warning", "problem", "limit", "cursor"));
        ItemFilter filter = ItemFilter.of(query);
        if (preview.answer() == null) {
            throw Problems.conflict("preview-not-ready", "The preview is not ready; wait until its state is READY.");
        }
        long count = filter.count(Json.mapper().readTree(preview.answer()), preview.rows());
        return page(caller, preview, filter, query, count);
    }

    /** The cursor is the chunk and the line in it where the next page begins. */
    private Page<JsonNode> page(Caller caller, Preview preview, ItemFilter filter, QueryParameters query, long count) {
        String place = "items " + preview.id() + " " + filter.place() + " ";
        int[] from = query.text("cursor").map(cursor -> place(cursor, place)).orElse(new int[] {0, 0});
        List<JsonNode> items = new ArrayList<>();
        for (int chunk = from[0]; ; chunk++) {
            Optional<List<String>> lines = sights.items(caller, preview, chunk);
            if (lines.isEmpty()) {
                return Page.of(items, count, null);
            }
            List<String> each = lines.get();
            for (int line = chunk == from[0] ? from[1] : 0; line < each.size(); line++) {
                JsonNode item = Json.mapper().readTree(each.get(line));
                if (filter.takes(item)) {
                    if (items.size() == query.limit()) {
                        return Page.of(items, count, cursors.sign(place + chunk + " " + line));
                    }
                    items.add(item);
                }
            }
        }
    }

    private int[] place(String cursor, String place) {
        return Arrays.stream(cursors.verify(place, cursor).split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    private Preview preview(Caller caller, String id) {
        caller.require(Permission.AUTH_BULK);
        Preview preview = sights.get(caller, Ids.uuid(id));
        if (preview.stateAt(previewer.now()) == Preview.State.EXPIRED) {
            throw Problems.gone("preview-expired", "The preview has expired; make a new one and look at it again.");
        }
        return preview;
    }
}
