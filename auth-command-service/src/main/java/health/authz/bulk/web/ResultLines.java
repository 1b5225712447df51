package health.authz.bulk.web;

import health.authz.bulk.application.AskedRows;
import health.authz.bulk.application.BulkResults;
import health.authz.bulk.application.BulkResults.ResultRow;
import health.authz.bulk.application.Operation;
import health.authz.bulk.domain.RowOutcome;
import health.authz.bulk.domain.Scope;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.platform.json.Json;
import health.authz.platform.web.CsvCells;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Result rows as JSON, and all of them as a stream of lines. */
final class ResultLines {
    private static final List<String> COLUMNS = List.of(
            "line", "clientId", "billingCode", "authorizationId", "outcome", "seq", "problem", "detail", "fileLine");
    private static final List<String> ASKED = List.of(
            "authorizationNumber",
            "payerReference",
            "payerId",
            "startDate",
            "endDate",
            "allottedUnits",
            "remainingUnits",
            "unitAlertLevel",
            "expirationAlertDays",
            "unmanaged");

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

    /** Each row as a page has it, then what was asked of it by the names in which a file asks it, so that failed ones can be sent again. */
    static void ndjson(
            BulkResults results,
            AskedRows asked,
            Operation operation,
            Set<RowOutcome> outcomes,
            @Nullable Scope only,
            OutputStream out) {
        AskedRows.Rows rows = asked.of(operation.id());
        results.each(operation.id(), outcomes, only, row -> {
            Map<String, @Nullable Object> line = json(row);
            if (isNew(operation, row)) {
                line.put("authorizationId", null);
            }
            rows.at(row.line()).ifPresent(of -> put(line, of));
            write(out, Json.mapper().writeValueAsString(line) + "\n");
        });
    }

    /** What is absent was not asked; {@code null} = was to be cleared. */
    private static void put(Map<String, @Nullable Object> line, AskedRows.Asked asked) {
        if (asked.fileLine() > 0) {
            line.put("fileLine", asked.fileLine());
        }
        ASKED.forEach(field -> {
            if (asked.values().has(field)) {
                line.put(field, asked.values().get(field));
            }
        });
    }

    /** Each row with what was asked of it, in the columns in which a file asks it, so that failed ones can be sent again. */
    static void csv(
            BulkResults results,
            AskedRows asked,
            Operation operation,
            Set<RowOutcome> outcomes,
            @Nullable Scope only,
            OutputStream out) {
        write(out, CsvCells.line(Stream.concat(COLUMNS.stream(), ASKED.stream()).toList()));
        AskedRows.Rows rows = asked.of(operation.id());
        results.each(operation.id(), outcomes, only, row -> {
            Optional<AskedRows.Asked> of = rows.at(row.line());
            List<@Nullable Object> cells = new ArrayList<@Nullable Object>(Arrays.<@Nullable Object>asList(
                    row.line(),
                    text(row.clientId()),
                    text(row.billingCode()),
                    isNew(operation, row) ? null : text(row.authorizationId()),
                    row.outcome().name(),
                    text(row.seq()),
                    problem(row, "type"),
                    problem(row, "detail"),
                    of.map(AskedRows.Asked::fileLine).filter(line -> line > 0).orElse(null)));
            ASKED.forEach(column ->
                    cells.add(of.map(each -> cell(each.values().get(column))).orElse(null)));
            write(out, CsvCells.line(cells));
        });
        leftOut(operation, outcomes, out);
    }

    /** Lines that never were rows stand nowhere else among results; sent again, this one asks for nothing. */
    private static void leftOut(Operation operation, Set<RowOutcome> outcomes, OutputStream out) {
        Long lines = operation.linesLeftOut();
        if (lines == null || lines == 0 || !outcomes.isEmpty() && !outcomes.contains(RowOutcome.REJECTED)) {
            return;
        }
        List<@Nullable Object> cells = new ArrayList<>();
        COLUMNS.forEach(column -> cells.add(
                switch (column) {
                    case FileFields.OUTCOME -> FileFields.LEFT_OUT;
                    case "detail" ->
                        lines + (lines == 1 ? " line of the file" : " lines of the file")
                                + " could not be used and never became rows of this operation";
                    default -> null;
                }));
        ASKED.forEach(column -> cells.add(null));
        write(out, CsvCells.line(cells));
    }

    /** A row to add that was not done with has no authorization yet, whatever a preview found beside it. */
    private static boolean isNew(Operation operation, ResultRow row) {
        return operation.kind() == BulkKind.ADD && row.outcome() == RowOutcome.NOT_PROCESSED;
    }

    private static @Nullable Object cell(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        if (value.isNull()) {
            return CsvFile.CLEAR;
        }
        if (value.isNumber()) {
            return value.decimalValue();
        }
        return value.isObject() ? value.toString() : value.asString("");
    }

    private static String text(@Nullable JsonNode node) {
        return node == null ? "" : node.asString("");
    }

    private static String problem(ResultRow row, String name) {
        return row.problem() == null ? "" : row.problem().path(name).asString("");
    }

    private static void write(OutputStream out, String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
