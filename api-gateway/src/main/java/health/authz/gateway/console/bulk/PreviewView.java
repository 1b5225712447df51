package health.authz.gateway.console.bulk;

import health.authz.gateway.console.ConsoleApi;
import health.authz.gateway.console.Formats;
import health.authz.gateway.console.Names;
import health.authz.gateway.console.Query;
import health.authz.gateway.console.Words;
import health.authz.gateway.console.list.Listing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A preview as the confirm dialog says it. */
public final class PreviewView {
    private static final List<String> SAMPLE_COLUMNS = List.of(
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
    private static final int SAMPLE_ROWS_MAX = 6;
    private final JsonNode preview;
    private final Formats f;
    private final Names names;

    PreviewView(JsonNode preview, Formats formats, Names names) {
        this.preview = preview;
        this.f = formats;
        this.names = names;
    }

    /** So many rows for one reason. */
    public record Counted(String text, long count, String type) {
        /** Last part of a problem's type. */
        public String slug() {
            return type.substring(type.lastIndexOf('/') + 1);
        }
    }

    /** What one field changes from and to, and on how many rows. */
    public record FromTo(String from, String to, long count, boolean summed) {}

    /** Every change of one field; what makes a window shorter stands apart. */
    public record FieldChanges(String field, List<FromTo> changes, List<FromTo> shortened) {}

    /** Alerts of one kind that would fire, and whom they reach. */
    public record Alerts(String kind, long count, String people, boolean nobody) {}

    /** One cell of the sample. */
    public record Cell(String before, String after, boolean changed) {}

    /** One row of the sample. */
    public record SampleRow(String client, String code, List<Cell> cells) {}

    public String id() {
        return preview.path("id").asString("");
    }

    public String kind() {
        return preview.path("kind").asString("");
    }

    public String state() {
        return preview.path("state").asString("");
    }

    public boolean ready() {
        return state().equals("READY");
    }

    public boolean preparing() {
        return state().equals("PREPARING");
    }

    /** It waits until the list has what the organisation did before. */
    public boolean waitsForList() {
        return preview.path("waitingFor").asString("").equals("LIST");
    }

    public int percent() {
        return preview.path("progress").path("percent").asInt(0);
    }

    public long count() {
        return preview.path("count").asLong(0);
    }

    /** How many clients have these authorizations; 0 where that was not counted. */
    public long clients() {
        return preview.path("clients").asLong(0);
    }

    public @Nullable String operationId() {
        JsonNode id = preview.path("operationId");
        return id.isString() ? id.asString() : null;
    }

    public String problem() {
        return Words.WORDS.said(preview.path("problem").path("detail").asString(""));
    }

    /** What the change would really do something to. */
    public long effective() {
        return outcome("WOULD_ADD") + outcome("WOULD_CHANGE");
    }

    public long unchanged() {
        return outcome("UNCHANGED");
    }

    public long skipped() {
        return outcome("SKIPPED");
    }

    public long stale() {
        return outcome("STALE");
    }

    public long refused() {
        return outcome("REJECTED");
    }

    private long outcome(String name) {
        return preview.path("outcomes").path(name).asLong(0);
    }

    public boolean adds() {
        return kind().equals("ADD");
    }

    public boolean reverts() {
        return kind().equals("REVERT");
    }

    public String reverted() {
        return preview.path("reverts").asString("");
    }

    public boolean leavesUsed() {
        return preview.path("usedRows").asString("LEAVE").equals("LEAVE");
    }

    /** Whose rows were asked for, in words; empty where that was no selection. */
    String target(ConsoleApi api) {
        JsonNode selected = preview.path("selected");
        if (selected.path("filter").isObject()) {
            Map<String, String> filter = new LinkedHashMap<>();
            selected.path("filter").properties().forEach(each -> filter.put(each.getKey(), text(each.getValue())));
            String client = filter.getOrDefault("clientId", "");
            return Listing.said(
                    new Query(filter),
                    names,
                    f,
                    ClientNames.of(api, List.of(client)).getOrDefault(client, client));
        }
        if (selected.path("ids").isNumber()) {
            return f.count(selected.path("ids").asLong(0), "row", "rows") + " that were named";
        }
        return selected.path("all").asBoolean(false) ? "everyone in the organisation" : "";
    }

    private static String text(JsonNode value) {
        return value.isArray()
                ? value.valueStream().map(each -> each.asString("")).collect(Collectors.joining(","))
                : value.asString("");
    }

    /** Whether there is something to be shown at all. */
    boolean said() {
        return preview.path("outcomes").isObject();
    }

    /** What was left out of the selection, by name. */
    LeftOutRows leftOut(ConsoleApi api) {
        JsonNode selected = preview.path("selected");
        JsonNode leftOut = selected.path("leftOut");
        List<String> first =
                leftOut.path("first").valueStream().map(id -> id.asString("")).toList();
        long count = leftOut.path("count").asLong(0);
        if (count == 0 || preparing()) {
            return LeftOutRows.NOTHING;
        }
        return selected.path("of").asString("").equals("CLIENTS")
                ? LeftOutRows.clients(api, first, count)
                : LeftOutRows.authorizations(api, first, count);
    }

    /** What the button does, in full. */
    public String deed() {
        String rows = f.count(effective(), "authorization", "authorizations");
        return adds() ? "Add " + rows : reverts() ? "Undo on " + rows : "Update " + rows;
    }

    public boolean typesCount() {
        return preview.path("confirm").path("typedCount").asBoolean(false);
    }

    public boolean fourEyes() {
        return preview.path("confirm").path("fourEyes").asBoolean(false);
    }

    public List<Counted> refusals() {
        return counted("rejectedByReason", Words.WORDS::problem);
    }

    public List<Counted> warnings() {
        return counted("warnings", this::warning);
    }

    private String warning(String type) {
        return type.equals("ENDS_AN_OPEN_ONE")
                        && preview.path("includeOpenEnded").asBoolean(false)
                ? "are unmanaged, have no end date and get one"
                : Words.WORDS.warning(type);
    }

    private List<Counted> counted(String list, java.util.function.UnaryOperator<String> words) {
        return preview.path(list)
                .valueStream()
                .map(each -> new Counted(
                        words.apply(each.path("type").asString("")),
                        each.path("count").asLong(0),
                        each.path("type").asString("")))
                .toList();
    }

    public List<Alerts> alerts() {
        return preview.path("alerts")
                .valueStream()
                .map(each -> new Alerts(
                        Words.WORDS.alert(each.path("kind").asString("")),
                        each.path("count").asLong(0),
                        each.path("recipients")
                                .valueStream()
                                .map(who ->
                                        who.path("name").asString(who.path("id").asString("")))
                                .collect(Collectors.joining(", ")),
                        each.path("recipients").isEmpty()))
                .toList();
    }

    /** Sums of units before and after, where the change overrides what notes have counted. */
    public @Nullable FromTo sumOf(String field) {
        JsonNode sums = preview.path("units").isMissingNode() ? preview.path("unitSums") : preview.path("units");
        JsonNode sum = sums.path(field);
        return sum.path("before").isNumber() && !sum.path("before").equals(sum.path("after"))
                ? new FromTo(f.number(sum.path("before")), f.number(sum.path("after")), 0, false)
                : null;
    }

    public List<FieldChanges> changes() {
        Map<String, FieldChanges> byField = new LinkedHashMap<>();
        for (JsonNode line : preview.path("changes")) {
            String field = line.path("field").asString("");
            FieldChanges changes = byField.computeIfAbsent(
                    field, name -> new FieldChanges(Words.WORDS.field(name), new ArrayList<>(), new ArrayList<>()));
            (shortens(field, line) ? changes.shortened() : changes.changes()).add(fromTo(field, line));
        }
        return List.copyOf(byField.values());
    }

    private FromTo fromTo(String field, JsonNode line) {
        long count = line.path("count").asLong(0);
        String rest = line.path("rest").asString("");
        return rest.isEmpty()
                ? new FromTo(value(field, line.path("from")), value(field, line.path("to")), count, false)
                : new FromTo(
                        switch (rest) {
                            case "SHORTENED" -> "other dates that make the time shorter";
                            case "LENGTHENED" -> "other dates that make the time longer";
                            default -> "other values";
                        },
                        "",
                        count,
                        true);
    }

    private static boolean shortens(String field, JsonNode line) {
        if (line.path("rest").asString("").equals("SHORTENED")) {
            return true;
        }
        String from = line.path("from").asString("");
        String to = line.path("to").asString("");
        if (!field.endsWith("Date") || from.isEmpty() || to.isEmpty()) {
            return false;
        }
        return field.equals("endDate") ? to.compareTo(from) < 0 : to.compareTo(from) > 0;
    }

    private String value(String field, JsonNode value) {
        return field.equals("payerId") && value.isString() ? names.payer(value.asString()) : f.value(field, value);
    }

    /** Columns of the sample: only what any of its rows changes. */
    public List<String> columns() {
        return SAMPLE_COLUMNS.stream()
                .filter(field -> preview.path("sample")
                        .valueStream()
                        .anyMatch(row -> !row.path("after").path(field).isMissingNode()
                                || !row.path("before").path(field).isMissingNode()))
                .toList();
    }

    public List<SampleRow> sample(Map<String, String> clients) {
        List<String> columns = columns();
        return preview.path("sample")
                .valueStream()
                .limit(SAMPLE_ROWS_MAX)
                .map(row -> row(row, columns, clients))
                .toList();
    }

    private SampleRow row(JsonNode row, List<String> columns, Map<String, String> clients) {
        String client = row.path("clientId").asString("");
        return new SampleRow(
                clients.getOrDefault(client, client),
                row.path("billingCode").asString(""),
                columns.stream().map(field -> cell(field, row)).toList());
    }

    private Cell cell(String field, JsonNode row) {
        JsonNode before = row.path("before").path(field);
        JsonNode after = row.path("after").path(field);
        boolean changed = !after.isMissingNode() || !before.isMissingNode();
        boolean added = !row.path("before").isObject();
        return new Cell(
                added || !changed ? "" : shortly(field, before),
                changed ? shortly(field, after) : "unchanged",
                changed);
    }

    private String shortly(String field, JsonNode value) {
        return field.endsWith("Date") && value.isString() ? f.dated(value.asString()) : value(field, value);
    }

    /** Clients of the sample, to be asked for their names. */
    List<String> clientIds() {
        return preview.path("sample")
                .valueStream()
                .limit(SAMPLE_ROWS_MAX)
                .map(row -> row.path("clientId").asString(""))
                .distinct()
                .toList();
    }
}
