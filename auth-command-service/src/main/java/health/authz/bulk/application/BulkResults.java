package health.authz.bulk.application;

import health.authz.bulk.domain.OperationEnd;
import health.authz.bulk.domain.RowOutcome;
import health.authz.bulk.domain.Scope;
import health.authz.platform.json.Json;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Outcomes of every row of an operation, read chunk by chunk, so that a million of them stream in little memory. */
public class BulkResults {
    private final Operations operations;

    BulkResults(Operations operations) {
        this.operations = operations;
    }

    /**
     * One row.
     *
     * @param line from 1, in the order of the frozen selection
     * @param seq the authorization's sequence after it; {@code null} if there is none
     * @param ended ids of older authorizations that ended for it; {@code null} = none
     */
    public record ResultRow(
            long line,
            @Nullable JsonNode clientId,
            @Nullable JsonNode billingCode,
            @Nullable JsonNode authorizationId,
            RowOutcome outcome,
            @Nullable JsonNode seq,
            @Nullable JsonNode problem,
            @Nullable JsonNode ended) {}

    /**
     * Rows after a line with one of these outcomes, at most so many; no outcome = any.
     *
     * @param only rows in this view; {@code null} = all
     */
    public List<ResultRow> page(
            UUID operation, Set<RowOutcome> outcomes, @Nullable Scope only, long afterLine, int most) {
        List<ResultRow> rows = new ArrayList<>(most);
        Optional<Operations.Lines> lines = operations.linesFrom(operation, outcomes, afterLine + 1);
        while (lines.isPresent() && rows.size() < most) {
            some(lines.get(), outcomes, only)
                    .filter(row -> row.line() > afterLine)
                    .limit(most - rows.size())
                    .forEach(rows::add);
            if (rows.size() < most) {
                lines = operations.linesFrom(operation, outcomes, lines.get().nextLine());
            }
        }
        return rows;
    }

    /**
     * All rows with one of these outcomes, in order; no outcome = any.
     *
     * @param only rows in this view; {@code null} = all
     */
    public void each(UUID operation, Set<RowOutcome> outcomes, @Nullable Scope only, Consumer<ResultRow> each) {
        Optional<Operations.Lines> lines = operations.linesFrom(operation, outcomes, 1);
        while (lines.isPresent()) {
            some(lines.get(), outcomes, only).forEach(each);
            lines = operations.linesFrom(operation, outcomes, lines.get().nextLine());
        }
    }

    /** How many rows have one of these outcomes so far; no outcome = any. */
    public static long count(Operation operation, Set<RowOutcome> outcomes) {
        return outcomes.isEmpty()
                ? operation.processed() + operation.notProcessed()
                : outcomes.stream()
                        .mapToLong(outcome -> count(operation, outcome))
                        .sum();
    }

    private static long count(Operation operation, RowOutcome outcome) {
        return outcome == RowOutcome.NOT_PROCESSED
                ? operation.notProcessed()
                : OperationEnd.of(operation.counts(), outcome);
    }

    private static Stream<ResultRow> some(Operations.Lines chunk, Set<RowOutcome> outcomes, @Nullable Scope only) {
        BitSet inView = only == null ? null : chunk.inView(only);
        if (inView != null && inView.isEmpty()) {
            return Stream.empty();
        }
        return rows(chunk, null).stream()
                .filter(row -> inView == null || inView.get((int) (row.line() - chunk.firstLine())))
                .filter(row -> outcomes.isEmpty() || outcomes.contains(row.outcome()));
    }

    static List<ResultRow> rows(Operations.Lines chunk, @Nullable RowOutcome outcome) {
        String outcomes = chunk.text();
        return outcomes == null ? notProcessed(chunk) : decided(chunk.firstLine(), outcomes, outcome);
    }

    /** Who they are is told by the preview, which knew it. */
    private static List<ResultRow> notProcessed(Operations.Lines chunk) {
        List<ResultRow> rows = new ArrayList<>();
        long[] line = {chunk.firstLine()};
        String items = chunk.items();
        if (items != null) {
            items.lines().skip(chunk.itemsBefore()).limit(chunk.notProcessed()).forEach(text -> {
                JsonNode item = Json.mapper().readTree(text);
                rows.add(new ResultRow(
                        line[0]++,
                        given(item.get("clientId")),
                        given(item.get("billingCode")),
                        given(item.get("authorizationId")),
                        RowOutcome.NOT_PROCESSED,
                        null,
                        null,
                        null));
            });
        }
        return rows;
    }

    private static List<ResultRow> decided(long firstLine, String outcomes, @Nullable RowOutcome outcome) {
        List<ResultRow> rows = new ArrayList<>();
        long line = firstLine;
        for (String text : outcomes.split("\n")) {
            JsonNode row = Json.mapper().readTree(text);
            RowOutcome of = RowOutcome.valueOf(row.get(3).stringValue());
            if (outcome == null || outcome == of) {
                rows.add(new ResultRow(
                        line,
                        given(row.get(0)),
                        given(row.get(1)),
                        given(row.get(2)),
                        of,
                        given(row.get(4)),
                        given(row.get(5)),
                        given(row.get(6))));
            }
            line++;
        }
        return rows;
    }

    private static @Nullable JsonNode given(@Nullable JsonNode value) {
        return value == null || value.isNull() ? null : value;
    }
}
