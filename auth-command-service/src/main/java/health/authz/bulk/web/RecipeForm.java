package health.authz.bulk.web;

import health.authz.bulk.domain.RecipeDate;
import health.authz.platform.json.Json;
import health.authz.platform.web.Fields;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A bulk form as a recipe keeps it: what {@code POST /bulk-previews} takes, in which dates may count from the day on which
 * it is run and the rows may be left to whoever runs it.
 */
final class RecipeForm {
    private static final String TIME_ZONE = "timeZone";
    private static final String DESCRIPTION = "description";
    private static final int DESCRIPTION_LENGTH_MAX = 500;

    /** What the answer says besides the form, so that a form that was read can be sent back as it is. */
    private static final List<String> ANSWERED = List.of("name", "owner", "version", "changedAt");

    private static final Map<String, Kind> DATES = new TreeMap<>(Map.of(
            "firstOfMonth", new Kind(-RecipeDate.MONTHS_MAX, RecipeDate.MONTHS_MAX, RecipeDate.FirstOfMonth::new),
            "lastOfMonth", new Kind(-RecipeDate.MONTHS_MAX, RecipeDate.MONTHS_MAX, RecipeDate.LastOfMonth::new),
            "daysFromToday", new Kind(-RecipeDate.DAYS_MAX, RecipeDate.DAYS_MAX, RecipeDate.DaysFromToday::new),
            "monthsFromStart", new Kind(1, RecipeDate.MONTHS_MAX, RecipeDate.MonthsFromStart::new),
            "daysFromStart", new Kind(1, RecipeDate.DAYS_MAX, RecipeDate.DaysFromStart::new)));
    private final ObjectNode json;

    private RecipeForm(ObjectNode json) {
        this.json = json;
    }

    /** One way to say a date. */
    private record Kind(int least, int most, IntFunction<RecipeDate> of) {}

    /** @throws ProblemException 400 with what is wrong with it, as if it were run on this day */
    static RecipeForm read(JsonNode body, LocalDate today) {
        if (!(body instanceof ObjectNode json)) {
            throw Problems.invalid("body", "is one JSON object");
        }
        RecipeForm form = new RecipeForm(json.deepCopy().remove(ANSWERED));
        form.refuseWrongOwnFields();
        ObjectNode asked = form.on(today);
        if (form.rows().isEmpty()) {
            asked.putObject(form.nameOfRows()).put("all", true);
        }
        PreviewRequest.read(asked);
        return form;
    }

    /** As it was kept. */
    static RecipeForm kept(String text) {
        return new RecipeForm((ObjectNode) Json.mapper().readTree(text));
    }

    ObjectNode json() {
        return json;
    }

    /** The zone in which it says what today is; empty = it does not say. */
    Optional<ZoneId> zone() {
        JsonNode zone = json.get(TIME_ZONE);
        return zone == null || zone.isNull() ? Optional.empty() : Optional.of(ZoneId.of(zone.stringValue()));
    }

    /** A preview's request on a day, with the rows given here, else with its own. */
    ObjectNode on(LocalDate today, @Nullable JsonNode given) {
        ObjectNode asked = on(today);
        if (given != null && !given.isNull()) {
            Fields fields = Fields.of(given);
            JsonNode rows = fields.raw(nameOfRows());
            fields.done();
            if (rows != null) {
                asked.set(nameOfRows(), rows);
            }
        }
        if (!asked.has(nameOfRows())) {
            throw Problems.invalid(
                    nameOfRows(), "is needed, for the recipe leaves to whoever runs it which rows it is for");
        }
        return asked;
    }

    private Optional<JsonNode> rows() {
        return Optional.ofNullable(json.get(nameOfRows()));
    }

    private String nameOfRows() {
        return "UPDATE".equals(json.path("kind").asString("")) ? "selection" : "clients";
    }

    private void refuseWrongOwnFields() {
        ObjectNode own = Json.mapper().createObjectNode();
        List.of(TIME_ZONE, DESCRIPTION).forEach(name -> {
            if (json.has(name)) {
                own.set(name, json.get(name));
            }
        });
        Fields fields = Fields.of(own);
        fields.text(DESCRIPTION, DESCRIPTION_LENGTH_MAX);
        fields.text(TIME_ZONE, 60).ifPresent(zone -> {
            try {
                ZoneId.of(zone);
            } catch (DateTimeException unknown) {
                fields.wrong(TIME_ZONE, "is a time zone such as America/New_York");
            }
        });
        fields.done();
    }

    private ObjectNode on(LocalDate today) {
        ObjectNode asked = json.deepCopy();
        asked.remove(List.of(TIME_ZONE, DESCRIPTION));
        LocalDate start = dates(asked.get("values"), "values.", today, null);
        if (asked.get("perCode") instanceof ObjectNode perCode) {
            new ArrayList<>(perCode.propertyNames())
                    .forEach(code -> dates(perCode.get(code), "perCode." + code + ".", today, start));
        }
        dates(asked.get("patch"), "patch.", today, null);
        return asked;
    }

    /** Writes a layer's dates as days. @return its start, else the one given */
    private static @Nullable LocalDate dates(
            @Nullable JsonNode layer, String path, LocalDate today, @Nullable LocalDate startOfAll) {
        if (!(layer instanceof ObjectNode values)) {
            return startOfAll;
        }
        date(values, "startDate", path, today, null);
        LocalDate own = day(values.get("startDate"));
        LocalDate start = own == null ? startOfAll : own;
        date(values, "endDate", path, today, start);
        return start;
    }

    private static void date(ObjectNode values, String name, String path, LocalDate today, @Nullable LocalDate start) {
        if (!(values.get(name) instanceof ObjectNode said)) {
            return;
        }
        Optional<String> known =
                said.propertyNames().stream().filter(DATES::containsKey).findFirst();
        if (known.isEmpty()) {
            return;
        }
        Kind kind = DATES.get(known.get());
        JsonNode count = said.get(known.get());
        if (kind == null
                || said.size() > 1
                || !count.isIntegralNumber()
                || !count.canConvertToInt()
                || count.intValue() < kind.least()
                || count.intValue() > kind.most()) {
            throw Problems.invalid(
                    path + name,
                    "has one of " + String.join(", ", DATES.keySet()) + "; " + known.get()
                            + " takes a whole number"
                            + (kind == null ? "" : " from " + kind.least() + " to " + kind.most()));
        }
        RecipeDate date = kind.of().apply(count.intValue());
        if (date.isFromStart() && start == null) {
            throw Problems.invalid(
                    path + name, known.get() + " counts from a startDate; give one beside it, or count from today");
        }
        values.put(name, date.on(today, start).toString());
    }

    private static @Nullable LocalDate day(@Nullable JsonNode node) {
        try {
            return node != null && node.isString() ? LocalDate.parse(node.stringValue()) : null;
        } catch (DateTimeParseException saidLater) {
            return null;
        }
    }
}
