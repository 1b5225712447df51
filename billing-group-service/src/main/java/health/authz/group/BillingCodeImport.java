package health.authz.group;

import health.authz.events.BillingCode;
import health.authz.events.WrittenText;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeType;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ETags;
import health.authz.platform.web.FileText;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import health.authz.platform.web.Sheet;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Billing codes from a sheet, a line each. Good lines are taken one by one, bad ones are listed. A code that is there already is replaced,
 * and a blank cell leaves what it has, so that the same sheet can be sent twice.
 */
final class BillingCodeImport {
    private static final int LINES_MAX = 10_000;
    private static final int PROBLEMS_LISTED_MAX = 1_000;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,20}(\\.\\d{1,10})?");
    private static final Sheet SHEET = new Sheet(
            Map.of(
                    "code", List.of("billing code"),
                    "description", List.of("name"),
                    "type", List.of("code type"),
                    "unitLabel", List.of("unit"),
                    "defaultUnits", List.of("units"),
                    "authDecrementAction", List.of("decrement action"),
                    "unmanaged", List.of(),
                    "active", List.of()),
            Set.of("code"));
    private final BillingCodes codes;

    BillingCodeImport(BillingCodes codes) {
        this.codes = codes;
    }

    /** What is wrong with one line, counted from 1. */
    record LineProblem(long line, String field, String detail) {}

    /**
     * What became of an import.
     *
     * @param problems the first thousand
     */
    record Report(long accepted, long rejected, List<String> ignoredColumns, List<LineProblem> problems) {}

    Report run(Caller caller, InputStream bytes) throws IOException {
        List<LineProblem> problems = new ArrayList<>();
        long[] counts = {0, 0};
        List<String> ignored = SHEET.read(bytes, (line, cells) -> {
            if (counts[0] + counts[1] >= LINES_MAX) {
                throw Problems.refused(
                        "too-many-lines",
                        "The file has more than " + LINES_MAX
                                + " lines, of which the first ones were taken; send the others in another file.");
            }
            try {
                define(caller, cells);
                counts[0]++;
            } catch (ProblemException refused) {
                if (refused.status().is5xxServerError()) {
                    throw refused;
                }
                counts[1]++;
                list(line, refused, problems);
            }
        });
        return new Report(counts[0], counts[1], ignored, problems);
    }

    private static void list(long line, ProblemException refused, List<LineProblem> problems) {
        if (problems.size() >= PROBLEMS_LISTED_MAX) {
            return;
        }
        if (refused.errors().isEmpty()) {
            problems.add(new LineProblem(line, "line", refused.detail()));
        }
        refused.errors().forEach(error -> problems.add(new LineProblem(line, error.field(), error.detail())));
    }

    private void define(Caller caller, Map<String, String> cells) {
        String code = cells.getOrDefault("code", "");
        if (cells.values().stream().anyMatch(FileText::isUnreadable)) {
            throw Problems.invalid("line", FileText.LINE_NOT_UTF_8);
        }
        if (!CodeFormats.fits(BillingCodeType.INTERNAL, code) || !WrittenText.isId(code)) {
            throw Problems.invalid(
                    "code", "has " + CodeFormats.rule(BillingCodeType.INTERNAL) + ", a letter or a digit among them");
        }
        Optional<BillingCodes.Versioned> there = codes.find(caller.tenant(), new BillingCode(code));
        ObjectNode json = there.map(BillingCodes.Versioned::code)
                .map(BillingCodeImport::json)
                .orElseGet(Json.mapper()::createObjectNode);
        cells.forEach((field, cell) -> put(json, field, cell));
        BillingCodeDefined facts =
                BillingCodeController.read(caller.tenant(), new BillingCode(code), there.orElse(null), json);
        codes.define(caller, facts, there.map(each -> ETags.of(each.version())).orElse(null), there.isEmpty());
    }

    private static ObjectNode json(BillingCodeDefined code) {
        ObjectNode json = (ObjectNode) Json.mapper().valueToTree(BillingCodeController.Shape.of(code));
        json.remove("code");
        return json;
    }

    /** What is no number or flag stays a text, which the field then refuses. */
    private static void put(ObjectNode json, String field, String cell) {
        switch (field) {
            case "code" -> {}
            case "type", "authDecrementAction" ->
                json.put(field, cell.toUpperCase(Locale.ROOT).replaceAll("[ -]+", "_"));
            case "defaultUnits" -> {
                @Nullable BigDecimal number = NUMBER.matcher(cell).matches() ? new BigDecimal(cell) : null;
                if (number == null) {
                    json.put(field, cell);
                } else {
                    json.put(field, number);
                }
            }
            case "unmanaged", "active" ->
                Sheet.flag(cell).ifPresentOrElse(flag -> json.put(field, flag), () -> json.put(field, cell));
            default -> json.put(field, cell);
        }
    }
}
