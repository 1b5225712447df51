package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.bulk.application.BulkResults;
import health.authz.bulk.application.BulkResults.ResultRow;
import health.authz.bulk.domain.RowOutcome;
import health.authz.platform.json.Json;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What became of every row: in pages, and all of them as lines. */
class BulkResultsTest extends RunningBulk {
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";
    private static final int CHUNKS = 600;

    @Test
    void several_thousand_rows_stream_as_ndjson_every_row_once_and_in_order() {
        String path = partlySkipped();

        HttpResponse<String> answer = all(path, NDJSON);

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(NDJSON);
        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
        List<JsonNode> rows = answer.body().lines().map(Json.mapper()::readTree).toList();
        assertThat(rows.stream().map(row -> row.path("line").longValue()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 3_500).boxed().toList());
        assertThat(rows.stream()
                        .map(row -> row.path("clientId").stringValue() + " "
                                + row.path("billingCode").stringValue()))
                .doesNotHaveDuplicates();
        assertThat(rows.stream()
                        .filter(row -> row.path("outcome").stringValue().equals("ADDED"))
                        .map(row -> row.path("authorizationId").stringValue()))
                .hasSize(3_490)
                .doesNotHaveDuplicates();
    }

    @Test
    void rows_are_shown_to_who_asked_for_them_and_to_who_sees_as_many_clients() {
        world(3, 2);
        String results = "/bulk-operations/"
                + confirmed(ready(
                                post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201, 202)))
                        .path("id")
                        .stringValue()
                + "/results";
        List<String> reading = List.of("auth:read");

        assertThat(status(results, neighbours.token("abc", "auditor", List.of("*"), reading)))
                .isEqualTo(200);
        assertThat(status(results, neighbours.token("abc", "biller", List.of("adult"), reading)))
                .as("their own, though they see fewer clients now")
                .isEqualTo(200);
        assertThat(status(results, neighbours.token("abc", "colleague", List.of("adult"), reading)))
                .as("fewer clients, and all those of its rows")
                .isEqualTo(200);
        String fewer = neighbours.token("abc", "colleague", List.of("child"), reading);
        assertThat(status(results, fewer)).isEqualTo(404);
        assertThat(exchange("GET", results, null, null, fewer, "Accept", CSV).statusCode())
                .isEqualTo(404);
        assertThat(exchange(
                                "POST",
                                results.replace("/results", "/retry-failed"),
                                "{\"reason\": \"CORRECTION\"}",
                                null,
                                neighbours.token("abc", "colleague", List.of("child"), BILLER))
                        .statusCode())
                .as("nor by taking its rows up")
                .isEqualTo(404);
        assertThat(status(results.replace("/results", ""), fewer))
                .as("how far it is tells how many they are")
                .isEqualTo(404);
    }

    private static int status(String path, String token) {
        return exchange("GET", path, null, null, token).statusCode();
    }

    @Test
    void one_outcome_alone_streams_alone_and_pages_give_the_same_rows() {
        String path = partlySkipped();

        List<JsonNode> streamed = all(path + "?outcome=SKIPPED", NDJSON)
                .body()
                .lines()
                .map(Json.mapper()::readTree)
                .toList();

        assertThat(streamed)
                .hasSize(10)
                .allSatisfy(
                        row -> assertThat(row.path("clientId").stringValue()).isEqualTo("c-00333"))
                .allSatisfy(row -> assertThat(row.path("problem").path("type").stringValue())
                        .isEqualTo("/problems/duplicate-authorization"));
        assertThat(pages(path + "?outcome=SKIPPED&limit=3")).isEqualTo(withoutAsked(streamed));
        assertThat(pages(path + "?limit=499"))
                .isEqualTo(withoutAsked(all(path, NDJSON)
                        .body()
                        .lines()
                        .map(Json.mapper()::readTree)
                        .toList()));
        assertThat(all(path + "?outcome=STALE", NDJSON).body()).isEmpty();
        send("GET", path + "?outcome=LOST", null, null, 400);
    }

    private static List<JsonNode> withoutAsked(List<JsonNode> rows) {
        return rows.stream()
                .map(row -> (JsonNode) ((ObjectNode) row).remove(List.of("startDate", "endDate")))
                .toList();
    }

    @Test
    void ndjson_says_what_was_asked_as_csv_does() {
        String path = partlySkipped();

        assertThat(all(path, NDJSON).body().lines().map(Json.mapper()::readTree))
                .hasSize(3_500)
                .allSatisfy(row -> {
                    assertThat(row.path("startDate").stringValue()).isEqualTo("2026-12-01");
                    assertThat(row.path("endDate").stringValue()).isEqualTo("2027-05-31");
                    assertThat(row.has("allottedUnits")).isFalse();
                });
    }

    @Test
    void csv_has_a_header_and_every_row_once() {
        String path = partlySkipped();

        HttpResponse<String> answer = all(path, CSV);

        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(CSV);
        List<String> lines = List.of(answer.body().split("\r\n"));
        assertThat(lines).hasSize(3_501);
        assertThat(lines.getFirst())
                .isEqualTo("line,clientId,billingCode,authorizationId,outcome,seq,problem,detail,fileLine,"
                        + "authorizationNumber,payerReference,payerId,startDate,endDate,allottedUnits,remainingUnits,"
                        + "unitAlertLevel,expirationAlertDays,unmanaged");
        assertThat(lines.get(1)).matches("1,c-00001,B1,[0-9a-f-]{36},ADDED,0,{7}2026-12-01,2027-05-31,{5}");
        Set<String> rows = new HashSet<>();
        lines.subList(1, lines.size()).forEach(line -> rows.add(line.substring(0, line.indexOf(','))));
        assertThat(rows).hasSize(3_500);
        assertThat(all(path + "?outcome=SKIPPED", CSV).body().split("\r\n")).hasSize(11);
    }

    @Test
    void of_several_formats_the_first_is_sent() {
        String path = partlySkipped() + "?limit=1";

        assertThat(type(path, "application/json, text/csv, application/x-ndjson"))
                .startsWith("application/json");
        assertThat(type(path, "text/html, text/csv;q=0.9, application/json")).startsWith(CSV);
        assertThat(type(path, "*/*")).startsWith("application/json");
    }

    private static String type(String path, String accept) {
        return all(path, accept).headers().firstValue("Content-Type").orElse("");
    }

    @Test
    void cells_that_a_spreadsheet_would_run_are_made_text() {
        UUID operation = finished(1);
        List<String> clients = List.of("=cmd()", "+1", "-1", "@sum", "\ttab", "plain", "a=b", "say \"hi\", you");
        StringBuilder outcomes = new StringBuilder();
        clients.forEach(client -> outcomes.append(
                        Json.mapper().writeValueAsString(List.of(client, "B1", UUID.randomUUID(), "ADDED", 0)))
                .append('\n'));
        jdbc.update(
                "update bulk_operation_chunk set outcomes = ?, added = ? where operation_id = ?",
                outcomes.toString(),
                clients.size(),
                operation);

        String[] lines =
                all("/bulk-operations/" + operation + "/results", CSV).body().split("\r\n");

        assertThat(lines).hasSize(clients.size() + 1);
        assertThat(lines[1]).startsWith("1,'=cmd(),B1,");
        assertThat(lines[2]).startsWith("2,'+1,B1,");
        assertThat(lines[3]).startsWith("3,'-1,B1,");
        assertThat(lines[4]).startsWith("4,'@sum,B1,");
        assertThat(lines[5]).startsWith("5,'\ttab,B1,");
        assertThat(lines[6]).startsWith("6,plain,B1,");
        assertThat(lines[7]).startsWith("7,a=b,B1,");
        assertThat(lines[8]).startsWith("8,\"say \"\"hi\"\", you\",B1,");
    }

    @Test
    void the_last_page_reads_no_more_than_the_first() {
        UUID operation = finished(CHUNKS);
        jdbc.execute("analyze bulk_operation_chunk");

        long first = recordsRead(operation, 0);
        long last = recordsRead(operation, 2 * CHUNKS - 10);

        assertThat(first).isLessThan(20);
        assertThat(last).isLessThanOrEqualTo(first + 1);
    }

    @Test
    void a_stream_reads_each_chunk_when_its_turn_comes_and_keeps_none() {
        UUID operation = finished(CHUNKS);
        jdbc.execute("analyze bulk_operation_chunk");
        List<Long> readAtRow = new ArrayList<>();

        service.getBean(TransactionTemplate.class).executeWithoutResult(status -> {
            long before = fetched();
            service.getBean(BulkResults.class)
                    .each(operation, Set.of(), null, row -> readAtRow.add(fetched() - before));
        });

        assertThat(readAtRow).hasSize(2 * CHUNKS);
        assertThat(readAtRow.getFirst()).isLessThan(20);
        long eachChunk = readAtRow.get(2) - readAtRow.get(0);
        assertThat(eachChunk).isBetween(1L, 5L);
        assertThat(readAtRow.get(CHUNKS) - readAtRow.get(0)).isEqualTo(eachChunk * CHUNKS / 2);
    }

    @Test
    void what_is_not_done_yet_is_passed_over_and_a_page_goes_on_behind_it() {
        UUID operation = finished(6);
        jdbc.update(
                "update bulk_operation_chunk set done = false where operation_id = ? and chunk in (1, 5)", operation);

        BulkResults results = service.getBean(BulkResults.class);

        assertThat(results.page(operation, Set.of(), null, 0, 100).stream().map(ResultRow::line))
                .containsExactly(1L, 2L, 5L, 6L, 7L, 8L, 9L, 10L);
        assertThat(results.page(operation, Set.of(), null, 2, 3).stream().map(ResultRow::line))
                .containsExactly(5L, 6L, 7L);
        assertThat(results.page(operation, Set.of(), null, 10, 3)).isEmpty();
        assertThat(results.page(operation, Set.of(RowOutcome.REJECTED), null, 5, 3).stream()
                        .map(ResultRow::line))
                .containsExactly(6L, 8L, 10L);
    }

    /** Records of chunks that PostgreSQL fetched for a page of ten rows. */
    private static long recordsRead(UUID operation, long afterLine) {
        BulkResults results = service.getBean(BulkResults.class);
        return Objects.requireNonNull(service.getBean(TransactionTemplate.class).execute(status -> {
            long before = fetched();
            assertThat(results.page(operation, Set.of(), null, afterLine, 10)).hasSize(10);
            return fetched() - before;
        }));
    }

    private static long fetched() {
        return Objects.requireNonNull(jdbc.queryForObject(
                "select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables"
                        + " where relid = 'bulk_operation_chunk'::regclass",
                Long.class));
    }

    /** An add of 3,500 rows, of which the ten of one client are there already; its results' path. */
    private static String partlySkipped() {
        world(350, 10);
        confirmed(post("/bulk-previews", add(Map.of("ids", List.of("c-00333")), "2026-12-01", "2027-05-31"), 201));
        JsonNode preview =
                ready(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201, 202));
        return "/bulk-operations/" + confirmed(preview).path("id").stringValue() + "/results";
    }

    /** An ended operation of so many chunks with an added and a rejected row each. */
    private static UUID finished(int chunks) {
        UUID preview = UUID.randomUUID();
        UUID operation = UUID.randomUUID();
        jdbc.update("""
                insert into bulk_preview (id, tenant, made_by, kind, state, plan, touched_at)
                values (?, 'abc', 'biller', 'UPDATE', 'CONFIRMED', '{}', now())""", preview);
        jdbc.update("""
                insert into bulk_operation (id, tenant, preview_id, kind, state, reason, submitted_by, submitted_at,
                                            correlation_id, plan, total, ended_at)
                values (?, 'abc', ?, 'UPDATE', 'PARTIALLY_SUCCEEDED', 'OTHER', 'biller', now(), 'c', '{}', ?, now())""", operation, preview, 2L * chunks);
        jdbc.update("""
                insert into bulk_operation_chunk (operation_id, chunk, preview_id, preview_chunk, from_target, to_target,
                                                  first_line, done, added, rejected, outcomes)
                select ?, n, ?, n, 0, 2, 2 * n + 1, true, 1, 1,
                       '["c-1","B1","a-1","ADDED",0]' || chr(10) || '["c-1","B2",null,"REJECTED",null]' || chr(10)
                  from generate_series(0, ? - 1) n""", operation, preview, chunks);
        return operation;
    }

    private static List<JsonNode> pages(String path) {
        List<JsonNode> rows = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            JsonNode page = get(path + (cursor == null ? "" : "&cursor=" + cursor));
            page.path("items").forEach(rows::add);
            cursor = page.path("nextCursor").isNull()
                    ? null
                    : page.path("nextCursor").stringValue();
        } while (cursor != null);
        return rows;
    }

    private static HttpResponse<String> all(String path, String type) {
        HttpResponse<String> answer = exchange("GET", path, null, null, biller(), "Accept", type);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer;
    }
}
