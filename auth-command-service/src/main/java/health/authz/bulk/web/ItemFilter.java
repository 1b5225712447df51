package health.authz.bulk.web;

import health.authz.authorization.domain.Warning;
import health.authz.bulk.domain.RowOutcome;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Which items of a preview are asked for: all, or those of one outcome, with one warning, or refused by one reason. */
record ItemFilter(By by, String value) {
    private static final String PAGES = "/problems/";
    private static final Pattern SLUG = Pattern.compile("[a-z0-9-]{1,60}");

    /** What an item is picked by. */
    enum By {
        ALL,
        OUTCOME,
        WARNING,
        PROBLEM
    }

    static ItemFilter of(QueryParameters query) {
        List<ItemFilter> given = Stream.of(
                        query.text("outcome").map(ItemFilter::outcome),
                        query.text("warning").map(ItemFilter::warning),
                        query.text("problem").map(ItemFilter::problem))
                .flatMap(Optional::stream)
                .toList();
        if (given.size() > 1) {
            throw Problems.invalid(
                    given.getLast().by.name().toLowerCase(Locale.ROOT),
                    "cannot be combined; ask by one of outcome, warning and problem");
        }
        return given.isEmpty() ? new ItemFilter(By.ALL, "") : given.getFirst();
    }

    private static ItemFilter outcome(String text) {
        List<String> known =
                RowOutcome.DECIDED.stream().map(RowOutcome::inPreview).toList();
        if (!known.contains(text)) {
            throw Problems.invalid("outcome", "is one of " + known);
        }
        return new ItemFilter(By.OUTCOME, text);
    }

    /** Warnings of the preview as a whole have no rows of their own. */
    private static ItemFilter warning(String text) {
        List<String> known = Warning.OF_ROWS.stream().map(Warning::type).toList();
        if (!known.contains(text)) {
            throw Problems.invalid("warning", "is one of those that rows carry: " + known);
        }
        return new ItemFilter(By.WARNING, text);
    }

    private static ItemFilter problem(String text) {
        if (!SLUG.matcher(text).matches()) {
            throw Problems.invalid("problem", "is the last part of a problem's type, such as below-used");
        }
        return new ItemFilter(By.PROBLEM, text);
    }

    boolean takes(JsonNode item) {
        String outcome = item.path("outcome").asString("");
        return switch (by) {
            case ALL -> true;
            case OUTCOME -> outcome.equals(value);
            case WARNING ->
                item.path("warnings").valueStream().anyMatch(warning -> Objects.equals(warning.asString(""), value));
            case PROBLEM ->
                outcome.equals(RowOutcome.REJECTED.inPreview())
                        && item.path("problem").path("type").asString("").equals(PAGES + value);
        };
    }

    /** How many it takes, as the preview's answer counts them. */
    long count(JsonNode answer, long rows) {
        return switch (by) {
            case ALL -> rows;
            case OUTCOME -> answer.path("outcomes").path(value).asLong(0);
            case WARNING -> counted(answer.path("warnings"), value);
            case PROBLEM -> counted(answer.path("rejectedByReason"), PAGES + value);
        };
    }

    private static long counted(JsonNode counts, String type) {
        return counts.valueStream()
                .filter(each -> each.path("type").asString("").equals(type))
                .mapToLong(each -> each.path("count").asLong(0))
                .sum();
    }

    /** Names it in cursors, so that a cursor of one filter is none of another. */
    String place() {
        return by + ":" + value;
    }
}
