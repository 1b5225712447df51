package health.authz.directory;

import health.authz.directory.DirectoryImport.LineProblem;
import health.authz.directory.DirectoryImport.Report;
import health.authz.directory.DirectoryIntake.Incoming;
import health.authz.events.directory.DirectoryKind;
import health.authz.events.directory.DirectoryRecord;
import health.authz.events.directory.DirectoryRecord.ClientRecord;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.web.Fields;
import health.authz.platform.web.FileText;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import health.authz.platform.web.Sheet;
import health.authz.platform.web.SheetDates;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Clients from a sheet, a line each. A cell holds a list as {@code adult|youth}. Of a client who is there already a blank cell leaves what is
 * known, and {@code \clear} makes it blank; a new one whose given name is blank has one name. Problems name fields, never what stood in them.
 */
final class ClientSheet {
    private static final int LINES_A_TRANSACTION = 500;
    private static final String CLEAR = "\\clear";
    private static final Set<String> LISTS = Set.of("divisionIds", "payerIds", "clientGroupIds", "assignedUserIds");
    private static final Sheet SHEET = new Sheet(words(), Set.of("id"));
    private final DirectoryIntake intake;
    private final Directory directory;
    private final SheetDates dates;

    ClientSheet(DirectoryIntake intake, Directory directory, SheetDates dates) {
        this.intake = intake;
        this.directory = directory;
        this.dates = dates;
    }

    private static Map<String, List<String>> words() {
        Map<String, List<String>> words = new LinkedHashMap<>();
        words.put("id", List.of("client id"));
        words.put("family", List.of("family name", "last name", "surname"));
        words.put("given", List.of("given name", "first name"));
        words.put("birthDate", List.of("date of birth", "dob"));
        words.put("active", List.of());
        words.put("divisionIds", List.of("division id", "divisions"));
        words.put("payerIds", List.of("payer id", "payers", "insurance company ids"));
        words.put("clientGroupIds", List.of("client group id", "client groups"));
        words.put("assignedUserIds", List.of("assigned user id", "assigned users"));
        return words;
    }

    /** A line that waits to be taken with others. */
    private record Line(long number, Map<String, String> cells) {}

    Report run(Caller caller, InputStream bytes) throws IOException {
        Tally tally = new Tally(caller);
        List<String> ignored = SHEET.read(bytes, (number, cells) -> tally.add(new Line(number, cells)));
        tally.take();
        return new Report(tally.accepted, tally.rejected, ignored, tally.problems);
    }

    private final class Tally {
        private final Caller caller;
        private final List<Line> waiting = new ArrayList<>(LINES_A_TRANSACTION);
        private final List<LineProblem> problems = new ArrayList<>();
        private long accepted;
        private long rejected;

        Tally(Caller caller) {
            this.caller = caller;
        }

        void add(Line line) {
            waiting.add(line);
            if (waiting.size() == LINES_A_TRANSACTION) {
                take();
            }
        }

        /** A later line about a client of an earlier one counts from what that leaves. */
        void take() {
            Map<String, ClientRecord> known = new LinkedHashMap<>(directory.clientRecords(
                    caller.tenant(),
                    waiting.stream()
                            .map(line -> line.cells().getOrDefault("id", ""))
                            .filter(DirectoryJson::isId)
                            .toList()));
            List<Incoming> records = new ArrayList<>();
            for (Line line : waiting) {
                try {
                    Incoming record =
                            incoming(line.cells(), known.get(line.cells().getOrDefault("id", "")));
                    records.add(record);
                    known.put(record.id(), (ClientRecord) record.value());
                    accepted++;
                } catch (ProblemException refused) {
                    rejected++;
                    DirectoryImport.list(line.number(), refused, problems);
                }
            }
            waiting.clear();
            if (!records.isEmpty()) {
                intake.put(caller, records);
            }
        }
    }

    private Incoming incoming(Map<String, String> cells, @Nullable ClientRecord known) {
        if (cells.values().stream().anyMatch(FileText::isUnreadable)) {
            throw Problems.invalid("line", FileText.LINE_NOT_UTF_8);
        }
        String id = cells.getOrDefault("id", "");
        if (!DirectoryJson.isId(id)) {
            throw Problems.invalid("id", DirectoryJson.ID_RULE);
        }
        ObjectNode json = known == null
                ? Json.mapper().createObjectNode()
                : (ObjectNode) Json.mapper().valueToTree(known);
        ObjectNode name = json.path("name") instanceof ObjectNode there ? there : json.putObject("name");
        cells.forEach((field, cell) -> put(json, name, field, cell));
        Fields fields = Fields.of(json);
        DirectoryRecord record = DirectoryJson.read(DirectoryKind.CLIENT, fields);
        fields.done();
        return new Incoming(DirectoryKind.CLIENT, id, record);
    }

    /** What is no date or flag stays as it is, and is then refused by its field. */
    private void put(ObjectNode json, ObjectNode name, String field, String cell) {
        switch (field) {
            case "id" -> {}
            case "family", "given" -> {
                if (cell.equals(CLEAR)) {
                    name.putNull(field);
                } else {
                    name.put(field, cell);
                }
            }
            case "birthDate" -> {
                if (cell.equals(CLEAR)) {
                    json.putNull(field);
                } else {
                    Optional<String> iso = dates.iso(cell);
                    json.put(field, iso.orElse(cell));
                }
            }
            case "active" ->
                Sheet.flag(cell).ifPresentOrElse(flag -> json.put(field, flag), () -> json.put(field, cell));
            default -> putList(json, field, cell);
        }
    }

    private static void putList(ObjectNode json, String field, String cell) {
        if (LISTS.contains(field)) {
            ArrayNode list = json.putArray(field);
            if (!cell.equals(CLEAR)) {
                Sheet.list(cell).forEach(list::add);
            }
        }
    }
}
