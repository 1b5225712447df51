package health.authz.bulk.web;

import health.authz.bulk.application.FileBody;
import health.authz.bulk.application.FileProblem;
import health.authz.bulk.application.FileRow;
import health.authz.directory.BoundedLines;
import health.authz.platform.json.Json;
import health.authz.platform.web.FileText;
import health.authz.platform.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A file of JSON objects, one a line: an absent field stays as it is, {@code null} makes it blank. */
final class NdjsonFile implements FileBody {
    private final InputStream bytes;
    private final FileForm form;

    NdjsonFile(InputStream bytes, FileForm form) {
        this.bytes = bytes;
        this.form = form;
    }

    @Override
    public void readInto(Lines lines) throws IOException {
        lines.columns(FileFields.COLUMNS, List.of());
        BoundedLines text = new BoundedLines(FileText.of(bytes));
        long number = 0;
        for (BoundedLines.Line line = text.read(); line != null; line = text.read()) {
            number++;
            if (!line.text().isBlank()) {
                read(number, line, lines);
            }
        }
    }

    private void read(long number, BoundedLines.Line line, Lines lines) {
        String wrong = wrong(line);
        if (wrong != null) {
            lines.bad(List.of(new FileProblem(number, FileProblem.WHOLE_LINE, wrong)), List.of());
            return;
        }
        try {
            JsonNode json = Json.strict().readTree(line.text());
            if (json instanceof ObjectNode object) {
                row(number, object, lines);
            } else {
                lines.bad(
                        List.of(new FileProblem(number, FileProblem.WHOLE_LINE, "is not one JSON object")), List.of());
            }
        } catch (JacksonException notJson) {
            lines.bad(
                    List.of(
                            new FileProblem(
                                    number,
                                    FileProblem.WHOLE_LINE,
                                    "is not one JSON object, or has a key twice; each line is one, without line breaks inside")),
                    List.of());
        }
    }

    private void row(long number, ObjectNode object, Lines lines) {
        Cells cells = new Cells(number, FileFields.cells(object));
        FileRow row;
        try {
            row = FileFields.row(cells, form, object, Set.of());
        } catch (ProblemException refused) {
            if (!refused.slug().equals("invalid-field")) {
                throw refused;
            }
            lines.bad(FileFields.problems(number, refused, object), cells.read());
            return;
        }
        lines.row(row);
    }

    private static @Nullable String wrong(BoundedLines.Line line) {
        if (line.cut()) {
            return "has more than " + BoundedLines.CHARACTERS_MAX + " characters";
        }
        return FileText.isUnreadable(line.text()) ? FileText.LINE_NOT_UTF_8 : null;
    }
}
