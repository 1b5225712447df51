package health.authz.bulk.web;

import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.RequestedValues;
import health.authz.authorization.web.RequestedValuesJson;
import health.authz.bulk.application.FileProblem;
import health.authz.bulk.application.FileRow;
import health.authz.bulk.application.WrittenName;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.WrittenText;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.platform.web.Fields;
import health.authz.platform.web.ProblemException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of a line, whether they stand in columns or in an object: the same names, bounds and words as elsewhere. */
final class FileFields {
    static final Set<String> TEXTS =
            Set.of("authorizationId", "clientId", "billingCode", "authorizationNumber", "payerReference", "payerId");
    static final Set<String> DATES = Set.of("startDate", "endDate");
    static final Set<String> NUMBERS =
            Set.of("allottedUnits", "remainingUnits", "unitAlertLevel", "expirationAlertDays");
    static final String UNMANAGED = "unmanaged";

    /** Passed over, and compared with who is known by the id. */
    static final String CLIENT_NAME = "clientName";

    static final String OUTCOME = "outcome";

    /** Outcome of a line that only says what else there was. */
    static final String LEFT_OUT = "LEFT_OUT";

    /** Never blank once they are there, so they cannot be cleared. */
    static final Set<String> NOT_CLEARABLE =
            Set.of("startDate", "allottedUnits", "remainingUnits", UNMANAGED, "clientId", "billingCode");

    /** What results and lists say besides; it is read by people and passed over here. */
    static final Set<String> PASSED_OVER = Set.of(
            "line",
            "fileLine",
            OUTCOME,
            "seq",
            "problem",
            "detail",
            "why",
            "ended",
            "systemAuthNo",
            CLIENT_NAME,
            "divisionIds",
            "pendingUnits",
            "consumedUnits",
            "status",
            "badges",
            "operationId");

    /** In the order in which people fill them in. */
    static final List<String> COLUMNS = List.of(
            "authorizationId",
            "clientId",
            "billingCode",
            "startDate",
            "endDate",
            "allottedUnits",
            "remainingUnits",
            "unitAlertLevel",
            "expirationAlertDays",
            "authorizationNumber",
            "payerReference",
            "payerId",
            UNMANAGED);

    private static final Set<String> NAMES_A_ROW = Set.of("authorizationId", "clientId", "billingCode");
    private static final int ID_LENGTH_MAX = 100;
    private static final int CODE_LENGTH_MAX = 50;

    private FileFields() {}

    /** An object as a line of a sheet. */
    static List<String> cells(ObjectNode json) {
        return COLUMNS.stream()
                .map(name -> {
                    JsonNode value = json.path(name);
                    return value.isNull() ? CsvFile.CLEAR : value.isContainer() ? value.toString() : value.asString("");
                })
                .toList();
    }

    /** Names that are read, in the order of the alphabet. */
    static Set<String> known() {
        return Stream.of(TEXTS, DATES, NUMBERS, Set.of(UNMANAGED))
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Names that ask for something, besides those that say of which row. */
    static Set<String> asking() {
        Set<String> asking = known();
        asking.removeAll(NAMES_A_ROW);
        return asking;
    }

    /**
     * @param settled fields that were given and are not to be read, so that nothing more is said of them
     * @throws ProblemException with everything else that is wrong with the line
     */
    static FileRow row(Cells line, FileForm form, ObjectNode json, Set<String> settled) {
        WrittenName named = named(json.path(CLIENT_NAME));
        json.remove(PASSED_OVER);
        NAMES_A_ROW.forEach(name -> {
            if (json.path(name).isNull()) {
                json.remove(name);
            }
        });
        form.defaults().properties().stream()
                .filter(field -> !json.has(field.getKey()) && !settled.contains(field.getKey()))
                .forEach(field -> json.set(field.getKey(), field.getValue()));
        Fields fields = Fields.of(json);
        FileRow row = form.kind() == BulkKind.ADD ? toAdd(line, named, fields) : toChange(line, named, fields, settled);
        fields.done();
        return row;
    }

    /** What is wrong with a line, each field once, with what stands there. */
    static List<FileProblem> problems(long line, ProblemException refused, ObjectNode json) {
        return refused.errors().stream()
                .map(error -> problem(line, error.field(), error.detail(), text(json.path(topmost(error.field())))))
                .distinct()
                .toList();
    }

    static FileProblem problem(long line, String field, String detail, String value) {
        String shown = ShownValue.of(topmost(field), value)
                .map(text -> "; here it is \"" + text + "\"")
                .orElse("");
        return new FileProblem(line, field, detail + shown);
    }

    /** The field of a line in which a problem lies: {@code endDate} of {@code endDate.addDays}. */
    static String topmost(String field) {
        int end = field.indexOf('.');
        return end < 0 ? field : field.substring(0, end);
    }

    private static String text(JsonNode value) {
        return value.isNumber() ? value.decimalValue().toPlainString() : value.isString() ? value.stringValue() : "";
    }

    private static @Nullable WrittenName named(JsonNode name) {
        return name.isString() && !WrittenText.isBlank(name.stringValue()) ? new WrittenName(name.stringValue()) : null;
    }

    private static FileRow toAdd(Cells line, @Nullable WrittenName named, Fields fields) {
        if (fields.has("authorizationId")) {
            fields.wrong("authorizationId", "is given to a new authorization by the system; leave it empty");
        }
        ClientId client = client(fields).orElseGet(() -> fields.missing("clientId", new ClientId("-")));
        BillingCode code = code(fields).orElseGet(() -> fields.missing("billingCode", new BillingCode("-")));
        RequestedValues values = RequestedValuesJson.values(fields);
        if (!values.startDate().isSet()) {
            fields.missing("startDate", LocalDate.EPOCH);
        }
        return new FileRow(line.line(), client, code, null, null, null, named, line.read(), values);
    }

    private static FileRow toChange(Cells line, @Nullable WrittenName named, Fields fields, Set<String> settled) {
        Optional<AuthorizationId> id = id(fields);
        ClientId client = client(fields).orElse(null);
        BillingCode code = code(fields).orElse(null);
        RequestedValues patch = RequestedValuesJson.patchOfMany(fields);
        if (id.isPresent() || fields.has("authorizationId") || settled.contains("authorizationId")) {
            return new FileRow(line.line(), client, code, id.orElse(null), null, null, named, line.read(), patch);
        }
        Predicate<String> isThere = name -> fields.has(name) || settled.contains(name);
        boolean isFound = isThere.test("clientId")
                && isThere.test("billingCode")
                && (isThere.test("startDate") ? !patch.startDate().isMove() : hasNumber(patch, isThere));
        if (!isFound) {
            fields.wrong(
                    "authorizationId",
                    "is needed, or clientId and billingCode together with startDate or authorizationNumber");
        }
        LocalDate start = patch.startDate().appliedTo(null);
        return start == null
                ? new FileRow(
                        line.line(),
                        client,
                        code,
                        null,
                        null,
                        patch.authorizationNumber().appliedTo(null),
                        named,
                        line.read(),
                        withoutNumber(patch))
                : new FileRow(line.line(), client, code, null, start, null, named, line.read(), withoutStart(patch));
    }

    private static boolean hasNumber(RequestedValues patch, Predicate<String> isThere) {
        return isThere.test("authorizationNumber")
                && !patch.authorizationNumber().isClear();
    }

    private static Optional<ClientId> client(Fields fields) {
        return fields.text("clientId", ID_LENGTH_MAX).map(ClientId::new);
    }

    private static Optional<BillingCode> code(Fields fields) {
        return fields.text("billingCode", CODE_LENGTH_MAX).map(BillingCode::new);
    }

    private static Optional<AuthorizationId> id(Fields fields) {
        return fields.text("authorizationId", ID_LENGTH_MAX).flatMap(text -> {
            UUID id = uuid(text);
            return id == null
                    ? fields.wrong("authorizationId", "is the id of an authorization, a UUID")
                    : Optional.of(new AuthorizationId(id));
        });
    }

    private static @Nullable UUID uuid(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? id : null;
        } catch (IllegalArgumentException noId) {
            return null;
        }
    }

    /** The start by which a row is found is not asked of it. */
    private static RequestedValues withoutStart(RequestedValues patch) {
        return new RequestedValues(
                patch.authorizationNumber(),
                patch.payerReference(),
                patch.payerId(),
                Change.keep(),
                patch.endDate(),
                patch.allottedUnits(),
                patch.remainingUnits(),
                patch.unitAlertLevel(),
                patch.expirationAlertDays(),
                patch.unmanaged());
    }

    /** The number by which a row is found is not asked of it. */
    private static RequestedValues withoutNumber(RequestedValues patch) {
        return new RequestedValues(
                Change.keep(),
                patch.payerReference(),
                patch.payerId(),
                patch.startDate(),
                patch.endDate(),
                patch.allottedUnits(),
                patch.remainingUnits(),
                patch.unitAlertLevel(),
                patch.expirationAlertDays(),
                patch.unmanaged());
    }
}
