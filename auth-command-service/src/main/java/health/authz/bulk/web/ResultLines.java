package health.authz.bulk.web;

import health.authz.bulk.application.BulkResults;
import health.authz.bulk.application.BulkResults.ResultRow;
import health.authz.bulk.domain.RowOutcome;
import health.authz.platform.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Result rows as JSON, and all of them as a stream of lines. */
final class ResultLines {
    private static final List<String> COLUMNS =
            List.of("line", "clientId", "billingCode", "authorizationId", "outcome", "seq", "problem", "detail");

    private ResultLines() {}

    static Map<String, @Nullable Object> json(ResultRow row) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("line", row.line());
        json.put("clientId", row.clientId());
        json.put("billingCode", row.billingCode());
        json.put("authorizationId", row.authorizationId());
        json.put("outcome", row.outcome());
        json.put("seq", row.seq());
        json.put("problem", row.problem());
        if (row.ended() != null) {
            json.put("ended", row.ended());
        }
        return json;
    }

    static void ndjson(BulkResults results, UUID operation, @Nullable RowOutcome outcome, OutputStream out) {
        results.each(operation, outcome, row -> write(out, Json.mapper().writeValueAsString(json(row)) + "\n"));
    }

    static void csv(BulkResults results, UUID operation, @Nullable RowOutcome outcome, OutputStream out) {
        write(out, String.join(",", COLUMNS) + "\r\n");
        results.each(
                operation,
                outcome,
                row -> write(
                        out,
                        Stream.of(
                                        Long.toString(row.line()),
                                        text(row.clientId()),
                                        text(row.billingCode()),
                                        text(row.authorizationId()),
                                        row.outcome().name(),
                                        text(row.seq()),
                                        problem(row, "type"),
                                        problem(row, "detail"))
                                .map(ResultLines::cell)
                                .collect(Collectors.joining(",", "", "\r\n"))));
    }

    private static String text(@Nullable JsonNode node) {
        return node == null ? "" : node.asString("");
    }

    private static String problem(ResultRow row, String name) {
        return row.problem() == null ? "" : row.problem().path(name).asString("");
    }

    /** A cell that a spreadsheet would take for a formula is made text. */
    private static String cell(String value) {
        String harmless = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        return harmless.matches("(?s).*[\",\r\n].*") ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }

    private static void write(OutputStream out, String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
