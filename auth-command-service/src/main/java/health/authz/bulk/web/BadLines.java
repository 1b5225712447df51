package health.authz.bulk.web;

import health.authz.bulk.application.BulkFiles;
import health.authz.bulk.application.BulkFiles.BadLine;
import health.authz.bulk.application.FileProblem;
import health.authz.platform.web.CsvCells;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lines of a file that were left out, as a sheet: what stood in the columns that are read, and why it cannot be used. */
final class BadLines {
    private static final int AT_ONCE = 500;

    private BadLines() {}

    static void csv(BulkFiles files, UUID preview, List<String> columns, OutputStream out) throws IOException {
        List<@Nullable Object> header = new ArrayList<>(columns);
        header.add("fileLine");
        header.add("why");
        write(out, header);
        long behind = 0;
        List<BadLine> lines;
        do {
            lines = files.badLines(preview, behind, AT_ONCE);
            if (!lines.isEmpty()) {
                long last = lines.getLast().line();
                Map<Long, String> why = why(files.problemsBetween(preview, behind + 1, last));
                for (BadLine line : lines) {
                    write(out, cells(line, columns.size(), why.getOrDefault(line.line(), "")));
                }
                behind = last;
            }
        } while (lines.size() == AT_ONCE);
    }

    private static Map<Long, String> why(List<FileProblem> problems) {
        Map<Long, String> why = new HashMap<>();
        problems.forEach(
                each -> why.merge(each.line(), each.column() + ": " + each.detail(), (one, more) -> one + "; " + more));
        return why;
    }

    private static List<@Nullable Object> cells(BadLine line, int columns, String why) {
        List<@Nullable Object> cells =
                new ArrayList<>(line.cells().stream().map(CsvCells::original).toList());
        while (cells.size() < columns) {
            cells.add(null);
        }
        cells.add(line.line());
        cells.add(why);
        return cells;
    }

    private static void write(OutputStream out, List<@Nullable Object> cells) throws IOException {
        out.write(CsvCells.lineAsTyped(cells).getBytes(StandardCharsets.UTF_8));
    }
}
