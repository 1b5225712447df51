package health.authz.bulk.web;

import health.authz.bulk.application.AskedRows;
import health.authz.bulk.application.BulkOperations;
import health.authz.bulk.application.BulkOperations.Confirmation;
import health.authz.bulk.application.BulkResults;
import health.authz.bulk.application.BulkResults.ResultRow;
import health.authz.bulk.application.Operation;
import health.authz.bulk.application.OperationSights;
import health.authz.bulk.domain.RowOutcome;
import health.authz.bulk.domain.Scope;
import health.authz.events.authorization.ChangeReason;
import health.authz.platform.consistency.Consistency;
import health.authz.platform.consistency.ConsistencyTokens;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.Fields;
import health.authz.platform.web.Page;
import health.authz.platform.web.Problems;
import health.authz.platform.web.QueryParameters;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.JsonNode;

/** Bulk operations and their results over HTTP. */
@RestController
@RequestMapping("/api/v1/bulk-operations")
class BulkOperationController {
    private static final int COMMENT_LENGTH_MAX = 2_000;
    private static final int AWAITING_MAX = 500;
    private static final int UUID_LENGTH = 36;
    private static final long WAIT_SECONDS_MAX = 30;
    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait=(\\d{1,6})");
    private static final Pattern EVENT_ID = Pattern.compile("\\d{1,18}");
    private static final String CSV = "text/csv";
    private static final String NDJSON = "application/x-ndjson";
    private static final String FAILED = "FAILED";
    private final BulkOperations operations;
    private final OperationSights sights;
    private final BulkResults results;
    private final AskedRows asked;
    private final OperationEvents events;
    private final Cursors cursors;
    private final Consistency consistency;

    BulkOperationController(
            BulkOperations operations,
            OperationSights sights,
            BulkResults results,
            AskedRows asked,
            OperationEvents events,
            Cursors cursors,
            Consistency consistency) {
        this.consistency = consistency;
        this.operations = operations;
        this.sights = sights;
        this.results = results;
        this.asked = asked;
        this.events = events;
        this.cursors = cursors;
    }

    @PostMapping
    ResponseEntity<Map<String, @Nullable Object>> confirm(
            Caller caller,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            @RequestHeader(name = "Prefer", required = false) @Nullable String prefer,
            @RequestBody JsonNode body) {
        caller.require(Permission.AUTH_BULK);
        Operation operation = operations.confirm(caller, IdempotencyKey.required(key), confirmation(body));
        long seconds = waitSeconds(prefer);
        if (seconds > 0) {
            operation = operations.await(caller.tenant(), operation.id(), seconds);
        }
        return shown(
                ResponseEntity.accepted().location(URI.create(OperationJson.PATH + operation.id())), operation, caller);
    }

    @GetMapping
    Page<Map<String, @Nullable Object>> page(Caller caller, HttpServletRequest http) {
        caller.require(Permission.AUTH_READ);
        QueryParameters query = QueryParameters.of(http, Set.of("limit", "cursor", "awaitingMe"));
        if (query.flag("awaitingMe").orElse(false)) {
            return awaiting(caller, query.limit());
        }
        String[] place = query.text("cursor")
                .map(cursor -> cursors.verify("operations ", cursor).split(" "))
                .orElse(new String[0]);
        List<Operation> found = sights.page(
                caller,
                place.length == 0 ? null : Instant.parse(place[0]),
                place.length == 0 ? null : UUID.fromString(place[1]),
                query.limit() + 1);
        List<Operation> shown = found.subList(0, Math.min(found.size(), query.limit()));
        String next = found.size() > shown.size()
                ? cursors.sign("operations " + shown.getLast().submittedAt() + " "
                        + shown.getLast().id())
                : null;
        return Page.of(
                shown.stream().map(each -> OperationJson.of(each, caller)).toList(), sights.count(caller), next);
    }

    /** Nobody lets more than these wait; who may make no bulk change decides about none. */
    private Page<Map<String, @Nullable Object>> awaiting(Caller caller, int limit) {
        List<Operation> all = caller.may(Permission.AUTH_BULK) ? sights.awaiting(caller, AWAITING_MAX) : List.of();
        return Page.of(
                all.stream()
                        .limit(limit)
                        .map(each -> OperationJson.of(each, caller))
                        .toList(),
                all.size(),
                null);
    }

    @GetMapping("/{id}")
    ResponseEntity<Map<String, @Nullable Object>> get(Caller caller, @PathVariable String id) {
        return shown(ResponseEntity.ok(), operation(caller, id), caller);
    }

    /** What has ended says how far one must read to see all of it; what has not cannot know. */
    private ResponseEntity<Map<String, @Nullable Object>> shown(
            ResponseEntity.BodyBuilder answer, Operation operation, Caller caller) {
        if (operation.done()) {
            answer.header(
                    ConsistencyTokens.HEADER,
                    consistency.atEndOf(caller.tenant(), operation.id().toString()));
        }
        return answer.body(OperationJson.of(operation, caller));
    }

    /** 204 tells a client that has had everything not to come again. */
    @GetMapping("/{id}/events")
    ResponseEntity<SseEmitter> events(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String last) {
        Operation operation = operation(caller, id);
        long seen = last != null && EVENT_ID.matcher(last).matches() ? Long.parseLong(last) : -1;
        if (operation.done() && seen >= OperationWatcher.endId(operation)) {
            return ResponseEntity.noContent().build();
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .header("X-Accel-Buffering", "no")
                .body(events.watch(caller, operation, seen));
    }

    /** A page, or all rows as lines; those are written here, with no page to answer. */
    @GetMapping("/{id}/results")
    @Nullable
    ResponseEntity<Page<Map<String, @Nullable Object>>> results(
            Caller caller, @PathVariable String id, HttpServletRequest http, HttpServletResponse answer)
            throws IOException {
        Operation operation = operation(caller, id);
        Scope only = OperationSights.narrowed(caller, operation);
        QueryParameters query = QueryParameters.of(http, Set.of("outcome", "limit", "cursor"));
        Set<RowOutcome> outcomes = outcomes(query.list("outcome"));
        String wanted = AnswerFormat.wanted(http.getHeader("Accept"), List.of(CSV, NDJSON));
        if (wanted.equals(CSV)) {
            ResultLines.csv(results, asked, operation, outcomes, only, streamed(CSV, answer));
            return null;
        }
        if (wanted.equals(NDJSON)) {
            ResultLines.ndjson(results, asked, operation, outcomes, only, streamed(NDJSON, answer));
            return null;
        }
        String name = "results " + operation.id() + " "
                + outcomes.stream().map(RowOutcome::name).collect(Collectors.joining(",")) + " ";
        long after = query.text("cursor")
                .map(cursor -> Long.parseLong(cursors.verify(name, cursor)))
                .orElse(0L);
        List<ResultRow> found = results.page(operation.id(), outcomes, only, after, query.limit() + 1);
        List<ResultRow> shown = found.subList(0, Math.min(found.size(), query.limit()));
        return ResponseEntity.ok(Page.of(
                shown.stream().map(ResultLines::json).toList(),
                BulkResults.count(operation, outcomes),
                found.size() > shown.size()
                        ? cursors.sign(name + shown.getLast().line())
                        : null));
    }

    private static OutputStream streamed(String type, HttpServletResponse answer) throws IOException {
        answer.setContentType(type + ";charset=UTF-8");
        return answer.getOutputStream();
    }

    private Operation operation(Caller caller, String id) {
        caller.require(Permission.AUTH_READ);
        return sights.get(caller, Ids.uuid(id));
    }

    /** Several in any order; one word for all that may be asked again. */
    private static Set<RowOutcome> outcomes(List<String> names) {
        Set<RowOutcome> outcomes = EnumSet.noneOf(RowOutcome.class);
        names.forEach(name -> {
            if (name.equals(FAILED)) {
                outcomes.addAll(RowOutcome.TO_ASK_AGAIN);
            } else {
                outcomes.add(outcome(name));
            }
        });
        return outcomes;
    }

    private static RowOutcome outcome(String text) {
        return Arrays.stream(RowOutcome.values())
                .filter(outcome -> outcome.name().equals(text))
                .findFirst()
                .orElseThrow(() -> Problems.invalid(
                        "outcome",
                        "is " + FAILED + " or some of " + Arrays.toString(RowOutcome.values())
                                + ", separated by commas"));
    }

    private static Confirmation confirmation(JsonNode body) {
        Fields fields = Fields.of(body);
        String preview = fields.requiredText("previewId", UUID_LENGTH);
        long expected = fields.count("expectedCount").orElseGet(() -> fields.missing("expectedCount", 0L));
        Long typed = fields.count("typedCount").orElse(null);
        ChangeReason reason = fields.choice("reason", ChangeReason.class)
                .orElseGet(() -> fields.missing("reason", ChangeReason.OTHER));
        String comment = fields.text("comment", COMMENT_LENGTH_MAX).orElse(null);
        fields.done();
        return new Confirmation(Ids.uuid(preview), expected, typed, reason, comment);
    }

    private static long waitSeconds(@Nullable String prefer) {
        Matcher wait = WAIT.matcher(prefer == null ? "" : prefer);
        return wait.find() ? Math.min(WAIT_SECONDS_MAX, Long.parseLong(wait.group(1))) : 0;
    }
}
