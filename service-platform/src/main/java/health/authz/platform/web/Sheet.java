package health.authz.platform.web;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import health.authz.events.WrittenText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A table in text, as spreadsheets write it: the first line names the columns, which are known by their letters and digits; cells are separated
 * by commas, semicolons or tabs. Columns that are not known are passed over.
 */
public final class Sheet {
    private static final int COLUMNS_MAX = 2_000;
    private static final int CELL_LENGTH_MAX = 1 << 20;
    private static final int IGNORED_MAX = 100;
    private static final int NAME_SHOWN_MAX = 40;
    private final Map<String, String> words = new HashMap<>();
    private final Set<String> required;

    /**
     * @param words by which each field is known; its own name is one of them
     * @param required fields without whose column the sheet is refused
     */
    public Sheet(Map<String, List<String>> words, Set<String> required) {
        words.forEach((field, names) -> {
            this.words.put(SheetText.key(field), field);
            names.forEach(name -> this.words.put(SheetText.key(name), field));
        });
        this.required = Set.copyOf(required);
    }

    /** Takes every line that has anything in it. */
    @FunctionalInterface
    public interface Lines {
        /** @param cells by field, as they are seen; blank ones are absent */
        void row(long line, Map<String, String> cells);
    }

    /**
     * Reads a sheet to its end.
     *
     * @return names of the columns that were passed over, 100 at most
     * @throws ProblemException 422 if its first line does not name the columns, or its cells cannot be told apart
     */
    public List<String> read(InputStream bytes, Lines lines) throws IOException {
        SheetText text = SheetText.of(bytes, 0);
        long last = 0;
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(text.separator())
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(2 * CELL_LENGTH_MAX)
                .build(
                        CsvRecordHandler.of(limits -> limits.maxFields(COLUMNS_MAX)
                                .maxFieldSize(CELL_LENGTH_MAX)
                                .maxRecordSize(2 * CELL_LENGTH_MAX)),
                        text.text())) {
            Iterator<CsvRecord> records = reader.iterator();
            if (!records.hasNext()) {
                throw refused("The file is empty; its first line names the columns.");
            }
            List<String> names = records.next().getFields().stream()
                    .map(WrittenText::visible)
                    .toList();
            List<@Nullable String> fields = fields(names);
            while (records.hasNext()) {
                CsvRecord record = records.next();
                last = text.linesBefore() + record.getStartingLineNumber();
                Map<String, String> cells = cells(fields, record.getFields());
                if (!cells.isEmpty()) {
                    lines.row(last, cells);
                }
            }
            return ignored(names, fields);
        } catch (CsvParseException malformed) {
            ProblemException problem = refused(
                    "The file cannot be read on after line " + last
                            + ": a cell in quotes does not end with its quote, or a line is too long. A quote inside a cell is written twice.");
            problem.initCause(malformed);
            throw problem;
        } catch (UncheckedIOException broken) {
            throw Objects.requireNonNull(broken.getCause());
        }
    }

    private List<@Nullable String> fields(List<String> names) {
        List<@Nullable String> fields = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        names.forEach(name -> {
            String field = words.get(SheetText.key(name));
            fields.add(field);
            if (field != null && !seen.add(field)) {
                throw refused("Two columns of the first line mean " + field + "; keep one of the two.");
            }
        });
        List<String> missing =
                required.stream().filter(Predicate.not(seen::contains)).sorted().toList();
        if (!missing.isEmpty()) {
            throw refused("The first line names the columns, and has none for " + String.join(", ", missing) + ".");
        }
        return fields;
    }

    private static ProblemException refused(String detail) {
        return Problems.refused("unreadable-file", detail);
    }

    private static Map<String, String> cells(List<@Nullable String> fields, List<String> line) {
        Map<String, String> cells = new LinkedHashMap<>();
        for (int column = 0; column < Math.min(fields.size(), line.size()); column++) {
            String field = fields.get(column);
            String cell = WrittenText.visible(CsvCells.original(WrittenText.visible(line.get(column))));
            if (field != null && !cell.isEmpty()) {
                cells.put(field, cell);
            }
        }
        return cells;
    }

    private static List<String> ignored(List<String> names, List<@Nullable String> fields) {
        List<String> ignored = new ArrayList<>();
        for (int column = 0; column < names.size() && ignored.size() < IGNORED_MAX; column++) {
            String name = names.get(column);
            if (fields.get(column) == null && !name.isEmpty()) {
                ignored.add(name.length() <= NAME_SHOWN_MAX ? name : name.substring(0, NAME_SHOWN_MAX) + "...");
            }
        }
        return ignored;
    }

    /** Yes or no as people and spreadsheets write it; empty = it is neither. */
    public static Optional<Boolean> flag(String cell) {
        return switch (cell.toUpperCase(Locale.ROOT)) {
            case "TRUE", "YES", "Y", "1" -> Optional.of(true);
            case "FALSE", "NO", "N", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** A list in one cell, its parts separated by {@code |}. */
    public static List<String> list(String cell) {
        return Arrays.stream(cell.split("\\|"))
                .map(String::strip)
                .filter(Predicate.not(String::isEmpty))
                .toList();
    }
}
