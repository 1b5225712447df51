package health.authz.bulk.web;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import health.authz.bulk.application.FileBody;
import health.authz.bulk.application.FileProblem;
import health.authz.bulk.application.FileRow;
import health.authz.events.WrittenText;
import health.authz.platform.json.Json;
import health.authz.platform.web.CsvCells;
import health.authz.platform.web.FileText;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Sheet;
import health.authz.platform.web.SheetText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of values separated by commas (RFC 4180), semicolons or tabs, as spreadsheets write it: the first line names the columns, an empty
 * cell leaves its field as it is, {@code \clear} makes it blank.
 */
final class CsvFile implements FileBody {
    /** Makes a field blank; an empty cell leaves it as it is. */
    static final String CLEAR = "\\clear";

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,20}(\\.\\d{1,10})?");
    private static final int COLUMNS_MAX = 2_000;
    private static final int CELL_LENGTH_MAX = 4 * 1024 * 1024;
    private static final int LINE_LENGTH_MAX = 2 * CELL_LENGTH_MAX;
    private static final JsonNodeFactory NODES = Json.mapper().getNodeFactory();
    private final InputStream bytes;
    private final FileForm form;

    CsvFile(InputStream bytes, FileForm form) {
        this.bytes = bytes;
        this.form = form;
    }

    @Override
    public void readInto(Lines lines) throws IOException {
        long last = 0;
        SheetText text = SheetText.of(bytes, form.skipLines());
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(text.separator())
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(LINE_LENGTH_MAX)
                .build(
                        CsvRecordHandler.of(limits -> limits.maxFields(COLUMNS_MAX)
                                .maxFieldSize(CELL_LENGTH_MAX)
                                .maxRecordSize(LINE_LENGTH_MAX)),
                        text.text())) {
            Iterator<CsvRecord> records = reader.iterator();
            if (!records.hasNext()) {
                throw CsvHeader.unreadable(
                        "The file is empty; its first line names the columns, each further line one authorization.",
                        List.of());
            }
            CsvRecord first = records.next();
            last = text.linesBefore() + first.getStartingLineNumber();
            CsvHeader header = CsvHeader.read(last, first.getFields(), form);
            lines.columns(header.read(), header.ignored());
            while (records.hasNext()) {
                CsvRecord record = records.next();
                last = text.linesBefore() + record.getStartingLineNumber();
                read(header, last, record.getFields(), lines);
            }
        } catch (CsvParseException malformed) {
            throw malformed(last, malformed);
        } catch (UncheckedIOException broken) {
            throw Objects.requireNonNull(broken.getCause());
        }
    }

    private static ProblemException malformed(long last, CsvParseException cause) {
        ProblemException problem = CsvHeader.unreadable(
                "The file cannot be read on after line " + last
                        + ": a cell in quotes does not end with its quote, or a line has more than " + COLUMNS_MAX
                        + " cells or " + CELL_LENGTH_MAX
                        + " characters in one. Close the quote; a quote inside a cell is written twice.",
                List.of());
        problem.initCause(cause);
        return problem;
    }

    private void read(CsvHeader header, long line, List<String> cells, Lines lines) {
        if (cells.stream().allMatch(WrittenText::isBlank) || header.isLeftOut(cells)) {
            return;
        }
        if (header.isRepeatedBy(cells)) {
            lines.bad(
                    List.of(new FileProblem(line, FileProblem.WHOLE_LINE, "names the columns once more; take it out")),
                    header.inRead(cells));
            return;
        }
        List<FileProblem> problems = new ArrayList<>();
        Set<String> settled = new HashSet<>();
        ObjectNode json = NODES.objectNode();
        for (int column = 0; column < cells.size(); column++) {
            if (!header.isNamed(column)) {
                outside(line, cells.get(column), problems);
                continue;
            }
            String field = header.field(column);
            if (header.isClientName(column)) {
                json.put(FileFields.CLIENT_NAME, CsvCells.original(WrittenText.visible(cells.get(column))));
            } else if (field != null) {
                String cell = WrittenText.visible(CsvCells.original(WrittenText.visible(cells.get(column))));
                String detail = put(json, field, cell, settled);
                if (detail != null) {
                    problems.add(FileFields.problem(line, field, detail, cell));
                    settled.add(field);
                }
            }
        }
        row(new Cells(line, header.inRead(cells)), json, problems, settled, lines);
    }

    private static void outside(long line, String cell, List<FileProblem> problems) {
        if (!WrittenText.isBlank(cell)
                && problems.stream().noneMatch(each -> each.column().equals(FileProblem.WHOLE_LINE))) {
            problems.add(new FileProblem(
                    line,
                    FileProblem.WHOLE_LINE,
                    "has a cell in a column without a name; name it, empty it, or put a cell with a comma in quotes"));
        }
    }

    /** The rest of a line is read whatever was wrong with some of its cells, so that it says all at once. */
    private void row(Cells cells, ObjectNode json, List<FileProblem> problems, Set<String> settled, Lines lines) {
        try {
            FileRow row = FileFields.row(cells, form, json, settled);
            if (problems.isEmpty()) {
                lines.row(row);
                return;
            }
        } catch (ProblemException refused) {
            if (!refused.slug().equals("invalid-field")) {
                throw refused;
            }
            FileFields.problems(cells.line(), refused, json).stream()
                    .filter(problem -> !settled.contains(FileFields.topmost(problem.column())))
                    .forEach(problems::add);
        }
        lines.bad(problems, cells.read());
    }

    /** Puts a cell as the field that it stands for. @return what is wrong with it */
    private @Nullable String put(ObjectNode json, String name, String cell, Set<String> settled) {
        if (cell.isEmpty()) {
            return null;
        }
        if (FileText.isUnreadable(cell)) {
            return FileText.NOT_UTF_8;
        }
        if (cell.indexOf('\n') >= 0 || cell.indexOf('\r') >= 0) {
            return "holds a line break; if a quote was opened by mistake, the lines behind it were read into this cell";
        }
        if (cell.equals(CLEAR)) {
            json.putNull(name);
            return FileFields.NOT_CLEARABLE.contains(name) ? "cannot be cleared; leave the cell empty" : null;
        }
        if (name.equals(FileFields.UNMANAGED)) {
            return putFlag(json, cell, settled);
        }
        if (FileFields.DATES.contains(name) && !isRelative(name, cell)) {
            return putDate(json, name, cell);
        }
        JsonNode value = isRelative(name, cell)
                ? relative(cell)
                : FileFields.NUMBERS.contains(name) ? number(cell) : NODES.stringNode(cell);
        if (value == null) {
            return "is a number such as 48 or 2.5, without separators";
        }
        json.set(name, value);
        return null;
    }

    /** What counts from the row itself is said as in a form: {@code {"addDays": 30}}. */
    private static boolean isRelative(String name, String cell) {
        return cell.startsWith("{") && (FileFields.DATES.contains(name) || FileFields.NUMBERS.contains(name));
    }

    private static JsonNode relative(String cell) {
        try {
            return Json.strict().readTree(cell);
        } catch (JacksonException notJson) {
            return NODES.stringNode(cell);
        }
    }

    private static @Nullable JsonNode number(String cell) {
        if (!NUMBER.matcher(cell).matches()) {
            return null;
        }
        BigDecimal number = new BigDecimal(cell);
        return number.stripTrailingZeros().scale() <= 0
                ? NODES.numberNode(number.toBigInteger())
                : NODES.numberNode(number);
    }

    private @Nullable String putDate(ObjectNode json, String name, String cell) {
        Optional<String> iso = form.dates().iso(cell);
        iso.ifPresent(date -> json.put(name, date));
        return iso.isPresent() ? null : form.dates().problem(cell);
    }

    /** As spreadsheets and people write it; {@code NA} asks for nothing, not even for what is said of blank ones. */
    private static @Nullable String putFlag(ObjectNode json, String cell, Set<String> settled) {
        Boolean flag = Sheet.flag(cell).orElse(null);
        if (flag != null) {
            json.put(FileFields.UNMANAGED, flag);
            return null;
        }
        if (cell.equalsIgnoreCase("NA") || cell.equalsIgnoreCase("N/A")) {
            settled.add(FileFields.UNMANAGED);
            return null;
        }
        return "is true, false or NA, or Yes, No or N/A, or 1 or 0";
    }
}
