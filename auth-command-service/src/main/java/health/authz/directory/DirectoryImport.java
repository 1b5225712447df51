package health.authz.directory;

import health.authz.directory.DirectoryIntake.Incoming;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.web.Fields;
import health.authz.platform.web.FileText;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads records line by line at constant memory; takes the good ones and lists the bad. */
class DirectoryImport {
    private static final int LINES_A_TRANSACTION = 500;
    private static final int PROBLEMS_LISTED_MAX = 1_000;
    private static final String KINDS =
            Arrays.stream(DirectoryKind.values()).map(DirectoryKind::wireName).collect(Collectors.joining(", "));
    private final DirectoryIntake intake;

    DirectoryImport(DirectoryIntake intake) {
        this.intake = intake;
    }

    /** What is wrong with one line, counted from 1. */
    record LineProblem(long line, String field, String detail) {}

    /**
     * What became of an import.
     *
     * @param ignoredColumns of a sheet: names of those that were passed over
     * @param problems the first thousand
     */
    record Report(long accepted, long rejected, List<String> ignoredColumns, List<LineProblem> problems) {}

    /** Adds what is wrong with a line, as long as the list is not full. */
    static void list(long line, ProblemException refused, List<LineProblem> problems) {
        if (problems.size() < PROBLEMS_LISTED_MAX) {
            refused.errors().forEach(error -> problems.add(new LineProblem(line, error.field(), error.detail())));
        }
    }

    Report run(Caller caller, Reader text) throws IOException {
        BoundedLines lines = new BoundedLines(text);
        List<Incoming> waiting = new ArrayList<>(LINES_A_TRANSACTION);
        List<LineProblem> problems = new ArrayList<>();
        long accepted = 0;
        long rejected = 0;
        long number = 0;
        for (BoundedLines.Line line = lines.read(); line != null; line = lines.read()) {
            number++;
            if (line.text().isBlank()) {
                continue;
            }
            try {
                waiting.add(incoming(line));
                accepted++;
            } catch (ProblemException refused) {
                rejected++;
                list(number, refused, problems);
            }
            if (waiting.size() == LINES_A_TRANSACTION) {
                intake.put(caller, waiting);
                waiting.clear();
            }
        }
        if (!waiting.isEmpty()) {
            intake.put(caller, waiting);
        }
        return new Report(accepted, rejected, List.of(), problems);
    }

    private static Incoming incoming(BoundedLines.Line line) {
        if (line.cut()) {
            throw Problems.invalid("line", "has at most " + BoundedLines.CHARACTERS_MAX + " characters");
        }
        if (FileText.isUnreadable(line.text())) {
            throw Problems.invalid("line", FileText.LINE_NOT_UTF_8);
        }
        JsonNode node;
        try {
            node = Json.strict().readTree(line.text());
        } catch (JacksonException notJson) {
            throw Problems.invalid("line", "is not one JSON object");
        }
        Fields fields = Fields.of(node);
        Optional<DirectoryKind> kind = kind(fields);
        String id = fields.requiredText("id", 100);
        if (!id.isEmpty() && !DirectoryJson.isId(id)) {
            fields.wrong("id", DirectoryJson.ID_RULE);
        }
        Optional<Fields> value = fields.object("value");
        if (value.isEmpty()) {
            fields.missing("value", "");
        }
        Optional<DirectoryRecord> record = kind.flatMap(known -> value.map(each -> DirectoryJson.read(known, each)));
        if (kind.isEmpty()) {
            value.ifPresent(Fields::names);
        }
        fields.done();
        return new Incoming(kind.orElseThrow(), id, record.orElseThrow());
    }

    private static Optional<DirectoryKind> kind(Fields fields) {
        String name = fields.requiredText("kind", 20);
        try {
            return Optional.of(DirectoryKind.of(name));
        } catch (IllegalArgumentException unknown) {
            return name.isEmpty() ? Optional.empty() : fields.wrong("kind", "is one of " + KINDS);
        }
    }
}
