package health.authz.bulk.web;

import health.authz.events.WrittenText;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.platform.web.FileText;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.ProblemException.FieldError;
import health.authz.platform.web.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a CSV file, which names its columns. What is missing in it or stands twice makes the whole file unusable; a column whose
 * name says nothing here is passed over. A line that names none of the fields is taken for data, which no answer repeats.
 */
final class CsvHeader {
    private static final int NAMED_MAX = 100;
    private static final int NAME_SHOWN_MAX = 40;
    private static final String WAY_OUT = "is missing; the first line names the columns, this one among them";
    private final List<String> names;
    private final List<@Nullable String> fields;

    private CsvHeader(List<String> names, List<@Nullable String> fields) {
        this.names = names;
        this.fields = fields;
    }

    /** @throws ProblemException 422 with every column that stands twice or is missing */
    static CsvHeader read(long line, List<String> cells, FileForm form) {
        List<String> names = cells.stream().map(WrittenText::visible).toList();
        if (names.stream().anyMatch(FileText::isUnreadable)) {
            throw unreadable("The first line " + FileText.NOT_UTF_8 + ".", List.of());
        }
        List<@Nullable String> fields = new ArrayList<>();
        names.forEach(name -> fields.add(form.field(name)));
        if (fields.stream()
                .noneMatch(field -> field != null && FileFields.known().contains(field))) {
            throw unreadable(
                    "The first line names none of the columns: " + String.join(", ", FileFields.known())
                            + ". Put them into a first line of their own.",
                    List.of());
        }
        CsvHeader header = new CsvHeader(names, fields);
        header.check(line, form);
        return header;
    }

    private void check(long line, FileForm form) {
        List<FieldError> wrong = new ArrayList<>();
        Map<String, String> seen = new LinkedHashMap<>();
        for (int column = 0; column < names.size(); column++) {
            String field = fields.get(column);
            if (field == null || isPassedOver(field)) {
                continue;
            }
            String name = names.get(column);
            String first = seen.putIfAbsent(field, name);
            if (first != null) {
                wrong.add(error(
                        line,
                        name,
                        first.equals(name)
                                ? "stands twice; keep one of the two columns"
                                : "stands twice, for " + shown(first)
                                        + " means the same; keep one of the two columns"));
            }
        }
        String unknown = ignored().isEmpty()
                ? ""
                : ". Not known, and passed over: "
                        + String.join(
                                ", ",
                                ignored().stream()
                                        .limit(10)
                                        .map(CsvHeader::shown)
                                        .toList());
        Set<String> given = new HashSet<>(seen.keySet());
        given.addAll(form.defaults().propertyNames());
        missing(given, form.kind()).forEach(name -> wrong.add(error(line, name, WAY_OUT + unknown)));
        if (form.kind() == BulkKind.UPDATE && wrong.isEmpty() && isAskingNothing(given)) {
            throw unreadable(
                    "The file changes nothing; give it a column of what is to be changed: "
                            + String.join(", ", FileFields.asking()) + unknown + ".",
                    List.of());
        }
        if (!wrong.isEmpty()) {
            throw refused(wrong);
        }
    }

    private static List<String> missing(Set<String> given, BulkKind kind) {
        List<String> needed = kind == BulkKind.ADD
                ? List.of("clientId", "billingCode", "startDate")
                : isFoundWithoutId(given) ? List.of() : List.of("authorizationId");
        return needed.stream().filter(name -> !given.contains(name)).toList();
    }

    private static boolean isFoundWithoutId(Set<String> given) {
        return given.containsAll(List.of("clientId", "billingCode"))
                && (given.contains("startDate") || given.contains("authorizationNumber"));
    }

    private static boolean isAskingNothing(Set<String> given) {
        Set<String> asking = FileFields.asking();
        if (!given.contains("authorizationId")) {
            asking.remove(given.contains("startDate") ? "startDate" : "authorizationNumber");
        }
        return Collections.disjoint(asking, given);
    }

    private static FieldError error(long line, String name, String detail) {
        return new FieldError("line " + line + ", " + shown(name), detail);
    }

    private static ProblemException refused(List<FieldError> wrong) {
        String more = wrong.size() > 1 ? " (and " + (wrong.size() - 1) + " more, see errors)" : "";
        FieldError first = wrong.getFirst();
        return unreadable(
                "The first line names the columns: "
                        + first.field().substring(first.field().indexOf(", ") + 2) + " " + first.detail() + more + ".",
                wrong.subList(0, Math.min(wrong.size(), NAMED_MAX)));
    }

    static ProblemException unreadable(String detail, List<FieldError> errors) {
        return Problems.refused("unreadable-file", detail, errors.toArray(FieldError[]::new));
    }

    private static String shown(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= NAME_SHOWN_MAX ? plain : plain.substring(0, NAME_SHOWN_MAX) + "...";
    }

    /** Names of the columns that say nothing here, as they were written, 100 at most. */
    List<String> ignored() {
        List<String> ignored = new ArrayList<>();
        for (int column = 0; column < names.size() && ignored.size() < NAMED_MAX; column++) {
            if (fields.get(column) == null && !names.get(column).isEmpty()) {
                ignored.add(shown(names.get(column)));
            }
        }
        return ignored;
    }

    boolean isNamed(int column) {
        return column < names.size() && !names.get(column).isEmpty();
    }

    /** The field that is read from a column; {@code null} = it is passed over. */
    @Nullable
    String field(int column) {
        String field = fields.get(column);
        return field == null || isPassedOver(field) ? null : field;
    }

    private static boolean isPassedOver(String field) {
        return field.isEmpty() || FileFields.PASSED_OVER.contains(field);
    }

    /** Names of the columns that are read, as they were written. */
    List<String> read() {
        return inRead(names);
    }

    /** Of the cells of a line, those that are read. */
    List<String> inRead(List<String> cells) {
        List<String> kept = new ArrayList<>();
        for (int column = 0; column < names.size(); column++) {
            if (field(column) != null) {
                kept.add(column < cells.size() ? cells.get(column) : "");
            }
        }
        return kept;
    }

    boolean isClientName(int column) {
        return FileFields.CLIENT_NAME.equals(fields.get(column));
    }

    /** Whether a line asks for nothing, and says only how many there were besides. */
    boolean isLeftOut(List<String> cells) {
        int outcome = fields.indexOf(FileFields.OUTCOME);
        return outcome >= 0
                && outcome < cells.size()
                && WrittenText.visible(cells.get(outcome)).equals(FileFields.LEFT_OUT);
    }

    boolean isRepeatedBy(List<String> cells) {
        return cells.stream().map(WrittenText::visible).toList().equals(names);
    }
}
