package health.authz.bulk.application;

import health.authz.bulk.domain.ChunkAudiences;
import health.authz.bulk.domain.ExpectedOutcomes;
import health.authz.bulk.domain.RowOutcome;
import health.authz.bulk.domain.Scope;
import health.authz.platform.json.Json;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Previews as far as somebody sees them: their maker's own, and those of operations as {@link OperationSights} has these. */
public class PreviewSights {
    private final Previews previews;
    private final OperationSights operations;

    PreviewSights(Previews previews, OperationSights operations) {
        this.previews = previews;
        this.operations = operations;
    }

    /** @throws ProblemException 404 if it is neither the caller's nor of an operation of which the caller sees something */
    public Preview get(Caller caller, UUID id) {
        return previews.find(caller.tenant(), caller.userId(), id)
                .or(() -> previews.confirmed(caller.tenant(), id).map(found -> ofOperation(caller, found)))
                .orElseThrow(Problems::notFound);
    }

    private Preview ofOperation(Caller caller, Preview preview) {
        UUID operation = Optional.ofNullable(preview.operationId()).orElseThrow(Problems::notFound);
        Operation seen = operations.get(caller, operation);
        return seen.partial()
                ? preview.narrowedTo(seen.total(), answer(preview, BulkOperations.scope(caller)))
                : preview;
    }

    /** What the rows in view would have come to; what concerns the operation as a whole is left out. */
    private String answer(Preview preview, Scope scope) {
        ExpectedOutcomes expected = ExpectedOutcomes.NOTHING;
        for (int chunk = 0; chunk < preview.chunks(); chunk++) {
            expected = expected.plus(previews.audiences(preview.id(), chunk)
                    .map(audiences -> audiences.expected(scope))
                    .orElse(ExpectedOutcomes.NOTHING));
        }
        Map<String, Long> counted = expected.outcomes();
        Map<String, Long> outcomes = new LinkedHashMap<>();
        for (RowOutcome outcome : RowOutcome.DECIDED) {
            outcomes.put(outcome.inPreview(), counted.getOrDefault(outcome.inPreview(), 0L));
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("outcomes", outcomes);
        answer.put("rejectedByReason", BulkPreviewer.counted(new TreeMap<>(expected.rejected())));
        answer.put("warnings", BulkPreviewer.counted(new TreeMap<>(expected.warnings())));
        return Json.mapper().writeValueAsString(answer);
    }

    /** Items of one chunk that the caller sees, as JSON; empty past the last chunk. */
    public Optional<List<String>> items(Caller caller, Preview preview, int chunk) {
        return previews.items(preview.id(), chunk).map(text -> {
            List<String> lines = List.of(text.split("\n"));
            return preview.partial()
                    ? inView(lines, previews.audiences(preview.id(), chunk), BulkOperations.scope(caller))
                    : lines;
        });
    }

    private static List<String> inView(List<String> lines, Optional<ChunkAudiences> audiences, Scope scope) {
        List<String> seen = new ArrayList<>();
        audiences.ifPresent(
                each -> each.inView(scope, 0, lines.size()).stream().forEach(line -> seen.add(lines.get(line))));
        return seen;
    }
}
