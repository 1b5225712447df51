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
import java.util.List;
import java.util.Set;

/**
 * The first line of a CSV file, which names its columns. What is wrong with it makes the whole file unusable. A line that
 * names none of them is taken for data, which no answer repeats.
 */
final class CsvHeader {
    private static final int NAMED_MAX = 100;
    private static final int NAME_SHOWN_MAX = 40;
    private final List<String> names;

    private CsvHeader(List<String> names) {
        this.names = names;
    }

    /** @throws ProblemException 422 with every column that is unknown, stands twice or is missing */
    static CsvHeader read(long line, List<String> cells, BulkKind kind) {
        List<String> names = cells.stream().map(WrittenText::visible).toList();
        if (names.stream().anyMatch(FileText::isUnreadable)) {
            throw unreadable("The first line " + FileText.NOT_UTF_8 + ".", List.of());
        }
        if (names.stream().noneMatch(FileFields.known()::contains)) {
            throw unreadable(
                    "The first line names none of the columns: " + String.join(", ", FileFields.known())
                            + ". Put them into a first line of their own." + hint(names),
                    List.of());
        }
        List<String> wrong = new ArrayList<>();
        List<String> details = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!name.isEmpty() && !FileFields.known().contains(name) && !FileFields.PASSED_OVER.contains(name)) {
                wrong.add(name);
                details.add("is no column that is known here. Known: " + String.join(", ", FileFields.known()));
            } else if (!name.isEmpty() && !seen.add(name)) {
                wrong.add(name);
                details.add("stands twice; keep one of the two columns");
            }
        }
        missing(seen, kind).forEach(name -> {
            wrong.add(name);
            details.add("is missing; the first line names the columns, this one among them");
        });
        if (kind == BulkKind.UPDATE && wrong.isEmpty() && isAskingNothing(seen)) {
            throw unreadable(
                    "The file changes nothing; give it a column of what is to be changed: "
                            + String.join(", ", FileFields.asking()) + ".",
                    List.of());
        }
        if (!wrong.isEmpty()) {
            throw refused(line, names, wrong, details);
        }
        return new CsvHeader(names);
    }

    private static List<String> missing(Set<String> seen, BulkKind kind) {
        List<String> needed = kind == BulkKind.ADD
                ? List.of("clientId", "billingCode", "startDate")
                : seen.containsAll(List.of("clientId", "billingCode", "startDate"))
                        ? List.of()
                        : List.of("authorizationId");
        return needed.stream().filter(name -> !seen.contains(name)).toList();
    }

    private static boolean isAskingNothing(Set<String> seen) {
        Set<String> asking = FileFields.asking();
        if (!seen.contains("authorizationId")) {
            asking.remove("startDate");
        }
        return Collections.disjoint(asking, seen);
    }

    private static ProblemException refused(long line, List<String> names, List<String> wrong, List<String> details) {
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < Math.min(wrong.size(), NAMED_MAX); i++) {
            errors.add(new FieldError("line " + line + ", " + shown(wrong.get(i)), details.get(i)));
        }
        String more = wrong.size() > 1 ? " (and " + (wrong.size() - 1) + " more, see errors)" : "";
        return unreadable(
                "The first line names the columns: " + shown(wrong.getFirst()) + " " + details.getFirst() + more + "."
                        + hint(names),
                errors);
    }

    private static String hint(List<String> names) {
        boolean isOne = names.size() == 1;
        return isOne && (names.getFirst().contains(";") || names.getFirst().contains("\t"))
                ? " Columns are separated by commas."
                : "";
    }

    static ProblemException unreadable(String detail, List<FieldError> errors) {
        return Problems.refused("unreadable-file", detail, errors.toArray(FieldError[]::new));
    }

    private static String shown(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", " ");
        return plain.length() <= NAME_SHOWN_MAX ? plain : plain.substring(0, NAME_SHOWN_MAX) + "...";
    }

    int columns() {
        return names.size();
    }

    /** Empty where the column has no name. */
    String name(int column) {
        return names.get(column);
    }

    boolean isRepeatedBy(List<String> cells) {
        return cells.stream().map(WrittenText::visible).toList().equals(names);
    }
}
