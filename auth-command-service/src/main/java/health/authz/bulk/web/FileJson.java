package health.authz.bulk.web;

import health.authz.bulk.application.BulkFiles;
import health.authz.bulk.application.FileProblem;
import health.authz.bulk.application.Preview;
import health.authz.platform.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What a preview says of the file that it was made from. */
final class FileJson {
    private static final int PROBLEMS_SHOWN = 20;

    private FileJson() {}

    /** The same preview, with its file where it has one. */
    static ObjectNode with(BulkFiles files, Preview preview, ObjectNode json) {
        files.counts(preview.id()).ifPresent(counts -> {
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("lines", counts.lines());
            file.put("badLines", counts.badLines());
            file.put(
                    "problems",
                    files.problems(preview.id(), 0, 0, PROBLEMS_SHOWN).stream()
                            .map(each -> of(each.problem()))
                            .toList());
            file.put("allProblems", "/api/v1/bulk-previews/" + preview.id() + "/file-problems");
            json.set("ignoredColumns", Json.mapper().valueToTree(counts.ignoredColumns()));
            json.set("file", Json.mapper().valueToTree(file));
        });
        return json;
    }

    static Map<String, @Nullable Object> of(FileProblem problem) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("line", problem.line());
        json.put("column", problem.column());
        json.put("detail", problem.detail());
        if (problem.type() != null) {
            json.put("type", problem.type());
        }
        return json;
    }
}
