package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Operation;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import health.authz.acceptance.dsl.Truth;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** An operation of 50,000 rows: what is told while it runs, its results, and what is too large. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SizeIT {
    private static final int CLIENTS = 5_000;
    private static final int CODES = 10;
    private static final int ROWS = CLIENTS * CODES;
    private static final int CODES_TOO_MANY = 500;
    /** Rows of the client who has one of the codes already. */
    private static final int SKIPPED = 1;

    private Organisation org;
    private Api biller;
    private Operation done;
    private List<Event> told;

    private record Event(long id, String name, JsonNode data) {
        long progress(String field) {
            return data.path("progress").path(field).longValue();
        }
    }

    @BeforeAll
    void an_operation_that_is_watched_from_its_start() {
        org = Organisation.open("size");
        List<String> clients = org.manyClients("c", CLIENTS, "adult", "bcbs");
        org.known();
        List<String> codes = codes("S", CODES);
        biller = org.biller();
        org.authorization(clients.getFirst(), codes.getFirst(), 5);
        Preview preview =
                biller.preview(org.adding(object("all", true), org.group("Size", codes.toArray(String[]::new))));
        assertThat(preview.count()).isEqualTo(ROWS);
        Operation running = Operation.of(
                biller, preview.tryConfirm(UUID.randomUUID().toString()).is(202));

        told = events(running, "-1");

        done = running.now();
    }

    @Test
    void its_events_tell_how_far_it_is_while_it_runs_and_end_with_it() {
        assertThat(done.isDone()).isTrue();
        assertThat(told).hasSizeGreaterThan(2);
        assertThat(told).extracting(Event::id).isSorted().doesNotHaveDuplicates();
        assertThat(told.subList(0, told.size() - 1)).allSatisfy(event -> {
            assertThat(event.name()).isEqualTo("progress");
            assertThat(event.progress("processed")).isEqualTo(event.id());
            assertThat(event.progress("total")).isEqualTo(ROWS);
        });
        assertThat(told)
                .filteredOn(event -> event.progress("processed") < ROWS)
                .as("told while it ran")
                .isNotEmpty()
                .allSatisfy(event ->
                        assertThat(event.data().path("done").booleanValue()).isFalse());
        Event last = told.getLast();
        assertThat(last.name()).isEqualTo("done");
        assertThat(last.data()).isEqualTo(done.json());
        assertThat(last.progress("succeeded") + last.progress("skipped")).isEqualTo(ROWS);
    }

    @Test
    void who_comes_back_hears_only_what_came_after_the_event_that_was_heard_last() {
        Event middle = told.get(told.size() / 2);

        List<Event> rest = events(done, Long.toString(middle.id()));

        assertThat(rest).isNotEmpty().allSatisfy(event -> assertThat(event.id()).isGreaterThan(middle.id()));
        assertThat(rest.getLast()).isEqualTo(told.getLast());
        biller.get(eventsOf(done), "Last-Event-ID", Long.toString(told.getLast().id()))
                .is(204);
    }

    @Test
    void every_row_has_its_result_once_whichever_way_they_are_read() {
        Set<String> rows = new HashSet<>();
        Map<String, Integer> outcomes = new HashMap<>();
        try (Stream<String> lines = biller.lines(resultsOf(done, ""), "application/x-ndjson")) {
            lines.map(Json::read).forEach(line -> {
                assertThat(rows.add(text(line, "clientId") + " " + text(line, "billingCode")))
                        .as("%s is new", line)
                        .isTrue();
                outcomes.merge(text(line, "outcome"), 1, Integer::sum);
            });
        }
        assertThat(rows).hasSize(ROWS);
        assertThat(outcomes).isEqualTo(Map.of("ADDED", ROWS - SKIPPED, "SKIPPED", SKIPPED));
        assertThat(csv("")).hasSize(ROWS).doesNotHaveDuplicates();
        assertThat(csv("?outcome=SKIPPED")).hasSize(SKIPPED).first().asString().contains("SKIPPED");
        assertThat(csv("?outcome=ADDED")).hasSize(ROWS - SKIPPED).noneMatch(line -> line.contains("SKIPPED"));
    }

    @Test
    void five_hundred_codes_on_all_clients_are_more_than_the_bound_and_nothing_is_frozen() throws SQLException {
        String group = org.group("Everything", codes("E", CODES_TOO_MANY).toArray(String[]::new));

        Answer refused = biller.post("/bulk-previews", org.adding(object("all", true), group))
                .isProblem(422);

        assertThat(refused.problemType()).isEqualTo("too-many-rows");
        assertThat(refused.text("detail")).contains("bulk.rows-max");
        assertThat(new Truth(org).frozenRows())
                .as("only the preview that was confirmed")
                .isEqualTo(ROWS);
    }

    private List<String> codes(String prefix, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> org.code(prefix + i, 10))
                .toList();
    }

    /** The lines below the heading. */
    private List<String> csv(String query) {
        try (Stream<String> lines = biller.lines(resultsOf(done, query), "text/csv")) {
            List<String> all = lines.toList();
            assertThat(all.getFirst()).startsWith("line,clientId,billingCode");
            return all.subList(1, all.size());
        }
    }

    private List<Event> events(Operation operation, String seen) {
        List<Event> events = new ArrayList<>();
        Map<String, String> fields = new HashMap<>();
        try (Stream<String> lines = biller.lines(eventsOf(operation), "text/event-stream", "Last-Event-ID", seen)) {
            lines.forEach(line -> {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    fields.put(
                            line.substring(0, colon), line.substring(colon + 1).strip());
                } else if (line.isEmpty() && fields.containsKey("data")) {
                    events.add(new Event(
                            Long.parseLong(fields.get("id")), fields.get("event"), Json.read(fields.get("data"))));
                    fields.clear();
                }
            });
        }
        return events;
    }

    private static String eventsOf(Operation operation) {
        return "/bulk-operations/" + operation.id() + "/events";
    }

    private static String resultsOf(Operation operation, String query) {
        return "/bulk-operations/" + operation.id() + "/results" + query;
    }
}
