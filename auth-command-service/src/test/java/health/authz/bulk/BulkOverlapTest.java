package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Adding what overlaps: beside the older authorizations, or with those ended in the same transaction. */
class BulkOverlapTest extends RunningBulk {
    private static final LocalDate TODAY = LocalDate.now(ZoneOffset.UTC);
    private static final LocalDate START = TODAY.minusDays(40);
    private static final LocalDate END = TODAY.plusDays(100);
    private static final LocalDate NEXT = TODAY.plusDays(50);
    private static final List<String> PLAIN = List.of("auth:read", "auth:write", "auth:bulk");

    private static Map<String, Object> adding(LocalDate start, LocalDate end, String onOverlap) {
        Map<String, Object> request = new HashMap<>(add(Map.of("all", true), start.toString(), end.toString()));
        request.put("onOverlap", onOverlap);
        return request;
    }

    private static JsonNode previewed(LocalDate start, LocalDate end, String onOverlap) {
        return ready(post("/bulk-previews", adding(start, end, onOverlap), 201, 202));
    }

    private static void olderOnes(int clients, int codes) {
        world(clients, codes);
        confirmed(previewed(START, END, "REJECT"));
    }

    private static long windows(LocalDate start, LocalDate end) {
        Long count = jdbc.queryForObject(
                "select count(*) from authorization_window where start_date = ?::date and end_date = ?::date",
                Long.class,
                start.toString(),
                end.toString());
        return count == null ? 0 : count;
    }

    private static long warned(JsonNode preview, String type) {
        return preview.path("warnings")
                .valueStream()
                .filter(warning -> warning.path("type").stringValue().equals(type))
                .mapToLong(warning -> warning.path("count").longValue())
                .sum();
    }

    @Test
    void allowed_rows_stand_beside_the_older_ones() {
        olderOnes(2, 2);
        JsonNode preview = previewed(NEXT, END.plusDays(90), "ALLOW");
        assertThat(warned(preview, "OVERLAPS_EXISTING")).isEqualTo(4);
        assertThat(preview.path("previousEnded").longValue()).isZero();
        assertThat(confirmed(preview).path("progress").path("succeeded").longValue())
                .isEqualTo(4);
        assertThat(windows(START, END)).isEqualTo(4);
        assertThat(windows(NEXT, END.plusDays(90))).isEqualTo(4);
    }

    @Test
    void older_ones_end_the_day_before_in_the_same_transaction_and_under_the_operation() {
        olderOnes(3, 2);
        JsonNode preview = previewed(NEXT, END.plusDays(90), "END_PREVIOUS");
        assertThat(preview.path("previousEnded").longValue()).isEqualTo(6);
        assertThat(warned(preview, "ENDS_PREVIOUS")).isEqualTo(6);
        JsonNode ends = get("/bulk-previews/" + preview.path("id").stringValue() + "/items?warning=ENDS_PREVIOUS")
                .path("items")
                .get(0)
                .path("ends")
                .get(0);
        assertThat(ends.path("before").path("endDate").stringValue()).isEqualTo(END.toString());
        assertThat(ends.path("after").path("endDate").stringValue())
                .isEqualTo(NEXT.minusDays(1).toString());
        assertThat(windows(START, END)).as("a preview writes nothing").isEqualTo(6);

        JsonNode done = confirmed(preview);

        assertThat(done.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(done.path("progress").path("succeeded").longValue()).isEqualTo(6);
        assertThat(windows(START, NEXT.minusDays(1))).isEqualTo(6);
        assertThat(windows(NEXT, END.plusDays(90))).isEqualTo(6);
        String operation = done.path("id").stringValue();
        assertThat(jdbc.queryForObject(
                        "select count(*) from domain_event_entry where payload_type = 'AuthFieldsPatched'"
                                + " and convert_from(payload, 'UTF8') like ?",
                        Long.class,
                        "%" + operation + "%"))
                .isEqualTo(6);
        JsonNode row =
                get("/bulk-operations/" + operation + "/results").path("items").get(0);
        assertThat(row.path("ended").get(0)).isEqualTo(ends.path("authorizationId"));
    }

    @Test
    void several_older_ones_of_one_code_all_end() {
        olderOnes(2, 1);
        confirmed(previewed(START.plusDays(1), END.minusDays(1), "ALLOW"));
        JsonNode preview = previewed(NEXT, END.plusDays(90), "END_PREVIOUS");
        assertThat(preview.path("previousEnded").longValue()).isEqualTo(4);
        assertThat(warned(preview, "ENDS_PREVIOUS")).as("rows").isEqualTo(2);
        confirmed(preview);
        assertThat(windows(START, NEXT.minusDays(1))).isEqualTo(2);
        assertThat(windows(START.plusDays(1), NEXT.minusDays(1))).isEqualTo(2);
    }

    @Test
    void a_row_whose_older_one_has_a_later_note_or_start_is_refused_and_nothing_of_it_is_written() {
        olderOnes(3, 1);
        String noted = jdbc.queryForList(
                        "select authorization_id::text from authorization_window order by client_id", String.class)
                .getFirst();
        note(noted, TODAY.minusDays(2));

        JsonNode preview = previewed(TODAY.minusDays(2), END.plusDays(90), "END_PREVIOUS");
        assertThat(preview.path("outcomes").path("REJECTED").longValue()).isEqualTo(1);
        JsonNode refused = get("/bulk-previews/" + preview.path("id").stringValue() + "/items?outcome=REJECTED")
                .path("items")
                .get(0)
                .path("problem");
        assertThat(refused.path("type").stringValue()).endsWith("cannot-end-previous");
        assertThat(refused.path("bound").stringValue()).isEqualTo("after " + TODAY.minusDays(2));
        JsonNode done = confirmed(preview);
        assertThat(done.path("state").stringValue()).isEqualTo("PARTIALLY_SUCCEEDED");
        assertThat(windows(START, END)).isEqualTo(1);
        assertThat(windows(START, TODAY.minusDays(3))).isEqualTo(2);

        JsonNode early = previewed(START, TODAY.plusDays(200), "END_PREVIOUS");
        assertThat(early.path("outcomes").path("REJECTED").longValue()).isEqualTo(3);
    }

    @Test
    void who_may_not_move_managed_ends_may_not_end_older_ones_either() {
        olderOnes(1, 1);
        String plain = neighbours.token("abc", "plain", List.of("*"), PLAIN);
        JsonNode preview = json(exchange(
                "POST",
                "/bulk-previews",
                Json.mapper().writeValueAsString(adding(NEXT, END.plusDays(90), "END_PREVIOUS")),
                null,
                plain));
        assertThat(preview.path("rejectedByReason").get(0).path("type").stringValue())
                .endsWith("special-permission");
    }

    @Test
    void adds_notes_and_end_dates_at_the_same_time_end_in_one_state_without_deadlock() {
        olderOnes(60, 5);
        JsonNode one = previewed(NEXT, END.plusDays(90), "END_PREVIOUS");
        JsonNode two = previewed(NEXT.plusDays(5), END.plusDays(91), "END_PREVIOUS");
        JsonNode three = ready(post("/bulk-previews", update(Map.of("expirationAlertDays", 7)), 201, 202));
        List<String> noted = jdbc.queryForList(
                "select authorization_id::text from authorization_window order by 1 limit 30", String.class);

        CompletableFuture<?> notes =
                CompletableFuture.runAsync(() -> noted.forEach(id -> note(id, TODAY.minusDays(2))));
        List<JsonNode> done = Stream.of(one, two, three)
                .map(preview -> CompletableFuture.supplyAsync(() -> confirmed(preview)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();
        notes.join();

        long added = done.get(0).path("progress").path("succeeded").longValue()
                + done.get(1).path("progress").path("succeeded").longValue();
        assertThat(added).isEqualTo(events("AuthAdded") - 300);
        assertThat(jdbc.queryForObject("""
                        select count(*) from authorization_window a join authorization_window b
                            on a.client_id = b.client_id and a.billing_code = b.billing_code
                           and a.authorization_id < b.authorization_id
                           and a.start_date <= b.end_date and b.start_date <= a.end_date""", Long.class))
                .as("pairs that overlap")
                .isZero();
    }

    @Test
    void chunks_that_break_off_end_each_older_one_once_and_never_without_its_new_one() {
        olderOnes(250, 8);
        JsonNode preview = previewed(NEXT, END.plusDays(90), "END_PREVIOUS");
        String id = send(
                        "POST",
                        "/bulk-operations",
                        Json.mapper().writeValueAsString(confirmation(preview, 2_000)),
                        UUID.randomUUID().toString(),
                        202)
                .path("id")
                .stringValue();

        int ended = Sessions.endWhileChunksRun(2);

        assertThat(done(id).path("progress").path("succeeded").longValue()).isEqualTo(2_000);
        assertThat(ended).as("sessions ended").isPositive();
        assertThat(windows(START, NEXT.minusDays(1))).isEqualTo(2_000);
        assertThat(windows(NEXT, END.plusDays(90))).isEqualTo(2_000);
        assertThat(events("AuthFieldsPatched")).isEqualTo(2_000);
    }

    @Test
    void an_older_one_with_a_long_history_ends_on_what_its_snapshot_and_later_notes_say() {
        olderOnes(1, 1);
        String older = jdbc.queryForList("select authorization_id::text from authorization_window", String.class)
                .getFirst();
        for (int day = 10; day > 0; day--) {
            note(older, "n-" + day, TODAY.minusDays(day));
        }
        assertThat(jdbc.queryForObject("select count(*) from authorization_snapshot", Long.class))
                .isEqualTo(1);
        JsonNode cutting = previewed(TODAY.minusDays(1), END.plusDays(90), "END_PREVIOUS");
        assertThat(cutting.path("outcomes").path("REJECTED").longValue()).isEqualTo(1);
        confirmed(previewed(TODAY, END.plusDays(90), "END_PREVIOUS"));
        assertThat(windows(START, TODAY.minusDays(1))).isEqualTo(1);
    }

    private static String windowOf(String client, LocalDate start) {
        return jdbc.queryForObject(
                "select authorization_id::text from authorization_window where client_id = ? and start_date = ?::date",
                String.class,
                client,
                start.toString());
    }

    private static JsonNode revert(JsonNode operation) {
        return ready(send(
                "POST", "/bulk-operations/" + operation.path("id").stringValue() + "/revert", null, null, 201, 202));
    }

    @Test
    void taken_back_the_older_ones_have_their_ends_again() {
        olderOnes(3, 2);
        JsonNode following = confirmed(previewed(NEXT, END.plusDays(90), "END_PREVIOUS"));

        JsonNode undo = confirmed(revert(following));

        assertThat(undo.path("state").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(undo.path("progress").path("succeeded").longValue()).isEqualTo(12);
        assertThat(windows(START, END)).isEqualTo(6);
        assertThat(jdbc.queryForObject("select count(*) from authorization_window where state = 'VOIDED'", Long.class))
                .isEqualTo(6);
        JsonNode redo = confirmed(revert(undo));
        assertThat(redo.path("progress").path("succeeded").longValue()).isEqualTo(12);
        assertThat(windows(START, NEXT.minusDays(1))).isEqualTo(6);
        assertThat(confirmed(revert(following))
                        .path("progress")
                        .path("succeeded")
                        .longValue())
                .isEqualTo(12);
        assertThat(windows(START, END)).isEqualTo(6);
    }

    @Test
    void an_older_one_stays_ended_beside_what_followed_it_and_stays() {
        olderOnes(3, 1);
        JsonNode following = confirmed(previewed(NEXT, END.plusDays(90), "END_PREVIOUS"));
        note(windowOf("c-00002", NEXT), NEXT.plusDays(3));

        JsonNode preview = revert(following);

        assertThat(preview.at("/outcomes/WOULD_CHANGE").longValue()).isEqualTo(4);
        assertThat(preview.at("/outcomes/SKIPPED").longValue()).isEqualTo(1);
        assertThat(preview.at("/outcomes/REJECTED").longValue()).isEqualTo(1);
        JsonNode refused = get("/bulk-previews/" + preview.path("id").stringValue() + "/items?outcome=REJECTED")
                .path("items")
                .get(0);
        assertThat(refused.path("authorizationId").stringValue()).isEqualTo(windowOf("c-00002", START));
        assertThat(refused.at("/problem/type").stringValue()).endsWith("overlapping-authorization");
        assertThat(refused.at("/problem/detail").stringValue()).contains(windowOf("c-00002", NEXT));
        JsonNode undo = confirmed(preview);
        assertThat(undo.path("state").stringValue()).isEqualTo("PARTIALLY_SUCCEEDED");
        assertThat(windows(START, END)).isEqualTo(2);
        assertThat(windows(START, NEXT.minusDays(1))).isEqualTo(1);

        String staying = "/authorizations/" + windowOf("c-00002", NEXT);
        send(
                "PUT",
                staying + "/notes/n-1",
                Json.mapper()
                        .writeValueAsString(
                                Map.of("serviceDate", NEXT.plusDays(3).toString(), "units", 1, "state", "VOIDED")),
                null,
                204);
        post(staying + "/void", Map.of("reason", "CORRECTION"), 200, 204);
        JsonNode rest = post(
                "/bulk-operations/" + undo.path("id").stringValue() + "/retry-failed",
                Map.of("reason", "CORRECTION"),
                202);
        assertThat(done(rest.path("id").stringValue()).path("state").stringValue())
                .isEqualTo("SUCCEEDED");
        assertThat(windows(START, END)).isEqualTo(3);
    }

    @Test
    void a_single_add_ends_the_older_one_too() {
        olderOnes(1, 1);
        Map<String, Object> single = new HashMap<>(Map.of(
                "clientId",
                "c-00001",
                "billingCode",
                "B1",
                "startDate",
                NEXT.toString(),
                "endDate",
                END.plusDays(90).toString()));
        post("/authorizations", single, 422);
        single.put("onOverlap", "END_PREVIOUS");
        JsonNode added = post("/authorizations", single, 201);
        assertThat(windows(START, NEXT.minusDays(1))).isEqualTo(1);
        single.put("startDate", NEXT.toString());
        single.put("endDate", END.plusDays(91).toString());
        JsonNode refused = post("/authorizations", single, 422);
        assertThat(refused.path("type").stringValue()).endsWith("cannot-end-previous");
        single.put("onOverlap", "ALLOW");
        assertThat(post("/authorizations", single, 201).path("authorizationId"))
                .isNotEqualTo(added.path("authorizationId"));
        assertThat(events("AuthFieldsPatched")).isEqualTo(1);
    }

    private static void note(String authorization, LocalDate day) {
        note(authorization, "n-1", day);
    }

    private static void note(String authorization, String note, LocalDate day) {
        send(
                "PUT",
                "/authorizations/" + authorization + "/notes/" + note,
                Json.mapper().writeValueAsString(Map.of("serviceDate", day.toString(), "units", 1, "state", "DRAFT")),
                null,
                204);
    }
}
