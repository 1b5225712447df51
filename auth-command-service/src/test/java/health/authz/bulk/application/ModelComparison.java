package health.authz.bulk.application;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.ExistingWindow;
import health.authz.authorization.domain.Standing;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.OperationEnd;
import health.authz.bulk.domain.RowOutcome;
import health.authz.events.OperationId;
import health.authz.events.Units;
import health.authz.events.authorization.AuthorizationEvent.AuthAdded;
import health.authz.events.authorization.UnitTotals;
import health.authz.events.bulk.BulkOperationEvent.BulkChunkCompleted;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationApproved;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationCancelled;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationCompleted;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationDeclined;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationExpired;
import health.authz.events.bulk.BulkOperationEvent.BulkOperationReverted;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import health.authz.platform.eventstore.StoredEvent;
import health.authz.platform.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What a run left in the store, held against what the reference says and against what must always hold. */
final class ModelComparison {
    private final RowsReference reference;
    private final Map<String, Map<String, List<String>>> expected;

    ModelComparison(RowsReference reference, Map<String, Map<String, List<String>>> expected) {
        this.reference = reference;
        this.expected = expected;
    }

    void compare(
            Map<String, Added> authorizations,
            MemoryStreams streams,
            MemoryFacts facts,
            MemoryOperations operations,
            MemoryPreviews previews,
            Function<UUID, List<String>> rowsOf) {
        places(streams);
        Map<String, Map<String, Object>> plain = new TreeMap<>();
        authorizations.forEach((id, added) -> plain.put(id, plain(added)));
        reference.authorizations.values().forEach(row -> row.keySet().removeAll(Set.of("notes", "log")));
        assertThat(plain.keySet()).as("authorizations").isEqualTo(reference.authorizations.keySet());
        plain.forEach((id, row) -> assertThat(row).as(id).isEqualTo(reference.authorizations.get(id)));
        authorizations.values().forEach(ModelComparison::addsUp);
        assertThat(facts.all())
                .as("windows")
                .containsExactlyInAnyOrderElementsOf(
                        authorizations.values().stream().map(ExistingWindow::of).toList());
        assertThat(previews.all()).as("previews").noneMatch(preview -> preview.state() == Preview.State.PREPARING);
        reverts(operations, streams);
        Map<UUID, List<String>> failed = new HashMap<>();
        for (MemoryOperations.Held held : operations.all()) {
            List<String> rows = rowsOf.apply(held.preview());
            operation(held, operations.pieces(held.open().id()), streams, rows);
            failed.put(
                    held.open().id().value(),
                    failed(operations.pieces(held.open().id()), rows));
        }
        retries(operations, failed, rowsOf);
    }

    /** A retry is of exactly the rows that failed or that nobody got to, in their order, and there is one at most. */
    private static void retries(
            MemoryOperations operations, Map<UUID, List<String>> failed, Function<UUID, List<String>> rowsOf) {
        List<MemoryOperations.Held> retries =
                operations.all().stream().filter(held -> held.retryOf() != null).toList();
        assertThat(retries.stream().map(MemoryOperations.Held::retryOf))
                .as("retried operations")
                .doesNotHaveDuplicates();
        for (MemoryOperations.Held retry : retries) {
            assertThat(rowsOf.apply(retry.preview()))
                    .as("rows that " + retry.open().id() + " retries")
                    .isEqualTo(failed.get(retry.retryOf()));
        }
    }

    private static List<String> failed(List<MemoryOperations.Piece> pieces, List<String> rows) {
        List<String> failed = new ArrayList<>();
        List<MemoryOperations.Piece> ordered = new ArrayList<>(pieces);
        ordered.sort(Comparator.comparingLong(piece -> piece.chunk().firstLine()));
        for (int i = 0; i < ordered.size(); i++) {
            MemoryOperations.Piece piece = ordered.get(i);
            int from = (int) piece.chunk().firstLine() - 1;
            int to = i + 1 < ordered.size() ? (int) ordered.get(i + 1).chunk().firstLine() - 1 : rows.size();
            List<String> outcomes = piece.setAside()
                    ? List.of()
                    : String.valueOf(piece.outcomes()).lines().toList();
            for (int row = from; row < to; row++) {
                String outcome = piece.setAside() ? "NOT_PROCESSED" : outcomes.get(row - from);
                if (outcome.contains("NOT_PROCESSED") || outcome.contains("STALE") || outcome.contains("REJECTED")) {
                    failed.add(rows.get(row));
                }
            }
        }
        return failed;
    }

    /** Of what takes one operation back at most one stands whole; and what took rows back is told of once. */
    private static void reverts(MemoryOperations operations, MemoryStreams streams) {
        for (MemoryOperations.Held held : operations.all()) {
            assertThat(operations.revertsOf(held.open().id()).stream()
                            .filter(RevertLinks.Link::isWhole)
                            .filter(link -> !operations.isRetry(link.revert())))
                    .as("what took " + held.open().id() + " back")
                    .hasSizeLessThan(2);
            boolean took = held.open().plan() instanceof BulkPlan.Revert
                    && operations.pieces(held.open().id()).stream()
                            .anyMatch(piece -> piece.counts() != null && OperationEnd.succeeded(piece.counts()) > 0);
            assertThat(streams.all().stream()
                            .filter(event -> event.payload() instanceof BulkOperationReverted reverted
                                    && reverted.revertedBy().equals(held.open().id())))
                    .as("how often it is told that " + held.open().id() + " took rows back")
                    .hasSize(took ? 1 : 0);
        }
    }

    /** No place twice and none left out, no number given twice. */
    private static void places(MemoryStreams streams) {
        Map<String, List<Long>> places = streams.all().stream()
                .collect(Collectors.groupingBy(
                        StoredEvent::aggregateId, Collectors.mapping(StoredEvent::sequence, Collectors.toList())));
        places.forEach((id, taken) ->
                assertThat(taken.getLast()).as("last place of " + id).isEqualTo(taken.size() - 1L));
        assertThat(streams.all().stream()
                        .map(StoredEvent::payload)
                        .filter(AuthAdded.class::isInstance)
                        .map(event -> ((AuthAdded) event).systemAuthNo()))
                .as("numbers that the system gave")
                .doesNotHaveDuplicates();
    }

    private static Map<String, Object> plain(Added added) {
        Map<String, Object> plain = new TreeMap<>();
        UnitTotals totals = added.totals();
        plain.put("client", added.identity().client().value());
        plain.put("code", added.identity().code().value());
        plain.put("unmanaged", added.definition().unmanaged());
        plain.put(
                "payer",
                added.definition().payerId() == null
                        ? null
                        : added.definition().payerId().value());
        plain.put("number", added.definition().authorizationNumber());
        plain.put("start", added.definition().startDate());
        plain.put("end", added.definition().endDate());
        plain.put("allotted", number(totals.allotted()));
        plain.put("remaining", number(totals.remaining()));
        plain.put("pending", number(totals.pending()));
        plain.put("consumed", number(totals.consumed()));
        plain.put("opening", number(totals.openingUsed()));
        plain.put("adjusted", number(totals.adjustments()));
        plain.put("voided", added.standing() == Standing.VOIDED);
        plain.put("seq", added.seq());
        plain.put("defined", added.definitionSeq());
        return plain;
    }

    private static Integer number(Units units) {
        return units == null ? null : units.value().intValueExact();
    }

    /** Rule U-2. */
    private static void addsUp(Added added) {
        UnitTotals totals = added.totals();
        if (totals.allotted() != null && totals.remaining() != null) {
            Units sum = totals.remaining()
                    .plus(totals.pending())
                    .plus(totals.consumed())
                    .plus(totals.openingUsed())
                    .minus(totals.adjustments());
            assertThat(sum).as("units of " + added.identity().id()).isEqualTo(totals.allotted());
        }
    }

    private void operation(
            MemoryOperations.Held held, List<MemoryOperations.Piece> pieces, MemoryStreams streams, List<String> rows) {
        OperationId id = held.open().id();
        assertThat(held.endedAt()).as("end of operation " + id).isNotNull();
        List<MemoryOperations.Piece> ordered = new ArrayList<>(pieces);
        ordered.sort(Comparator.comparingLong(piece -> piece.chunk().firstLine()));
        long line = 1;
        List<JsonNode> lines = new ArrayList<>();
        List<String> worked = new ArrayList<>();
        for (MemoryOperations.Piece piece : ordered) {
            int from = (int) line - 1;
            assertThat(piece.chunk().firstLine()).as("first line of a stretch").isEqualTo(line);
            line += (long) piece.chunk().targets().size() * held.open().plan().rowsPerTarget();
            if (!piece.setAside()) {
                String outcomes = String.valueOf(piece.outcomes());
                outcomes.lines().forEach(each -> lines.add(Json.mapper().readTree(each)));
                worked.addAll(rows.subList(from, (int) line - 1));
            }
        }
        assertThat(line - 1).as("rows of " + id).isEqualTo(rows.size()).isEqualTo(held.total());
        Map<String, List<String>> done = expected.getOrDefault(id.toString(), Map.of());
        assertThat(done.keySet()).as("rows that " + id + " did").containsExactlyInAnyOrderElementsOf(worked);
        assertThat(done).allSatisfy((row, outcomes) -> assertThat(outcomes)
                .as("how often " + id + " did " + row)
                .hasSize(1));
        assertThat(lines.stream().map(ModelComparison::outcome))
                .as("outcomes of " + id)
                .containsExactlyElementsOf(
                        worked.stream().map(row -> done.get(row).getFirst()).toList());
        counts(held, streams, lines);
    }

    /** {@code ["c-1","H1","id","SKIPPED",0]}. */
    private static String outcome(JsonNode line) {
        String outcome = line.get(3).stringValue();
        return outcome.equals("SKIPPED") ? outcome + " " + line.get(2).stringValue() : outcome;
    }

    /** What the events say of the counts is what the rows say. */
    private static void counts(MemoryOperations.Held held, MemoryStreams streams, List<JsonNode> lines) {
        Map<RowOutcome, Long> counted = new HashMap<>();
        lines.forEach(line -> counted.merge(RowOutcome.valueOf(line.get(3).stringValue()), 1L, Long::sum));
        OperationId id = held.open().id();
        List<Object> ends = streams.all().stream()
                .map(StoredEvent::payload)
                .filter(event -> event instanceof BulkOperationCompleted end
                                && end.operationId().equals(id)
                        || event instanceof BulkOperationCancelled stop
                                && stop.operationId().equals(id)
                        || event instanceof BulkOperationDeclined no
                                && no.operationId().equals(id)
                        || event instanceof BulkOperationExpired late
                                && late.operationId().equals(id))
                .map(Object.class::cast)
                .toList();
        assertThat(ends).as("how often " + id + " ended").hasSize(1);
        RowCounts counts =
                switch (ends.getFirst()) {
                    case BulkOperationCompleted completed -> completed.counts();
                    case BulkOperationCancelled cancelled -> cancelled.counts();
                    case BulkOperationDeclined declined -> OperationEnd.NONE;
                    case BulkOperationExpired expired -> OperationEnd.NONE;
                    default -> throw new AssertionError(ends);
                };
        long inChunks = streams.all().stream()
                .map(StoredEvent::payload)
                .filter(event -> event instanceof BulkChunkCompleted chunk
                        && chunk.operationId().equals(id))
                .mapToLong(event -> OperationEnd.processed(((BulkChunkCompleted) event).counts()))
                .sum();
        for (RowOutcome outcome : RowOutcome.DECIDED) {
            assertThat(OperationEnd.of(counts, outcome))
                    .as(outcome + " of " + id)
                    .isEqualTo(counted.getOrDefault(outcome, 0L));
        }
        assertThat(inChunks).as("rows in the events of chunks").isEqualTo(lines.size());
        if (ends.getFirst() instanceof BulkOperationCompleted completed) {
            assertThat(held.total()).as("total of " + id).isEqualTo(lines.size());
            assertThat(held.state()).isEqualTo(OperationEnd.of(counts).name());
            assertThat(completed.end()).isEqualTo(OperationEnd.of(counts));
        } else {
            assertThat(held.state().toUpperCase(Locale.ROOT))
                    .isEqualTo(ends.getFirst()
                            .getClass()
                            .getSimpleName()
                            .substring("BulkOperation".length())
                            .toUpperCase(Locale.ROOT));
        }
        assertThat(!lines.isEmpty() && held.approvalUntil() != null && !isApproved(id, streams))
                .as("rows of " + id + " were done that nobody approved")
                .isFalse();
    }

    private static boolean isApproved(OperationId id, MemoryStreams streams) {
        return streams.all().stream()
                .anyMatch(event -> event.payload() instanceof BulkOperationApproved yes
                        && yes.operationId().equals(id));
    }
}
