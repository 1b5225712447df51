package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.platform.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Long streams are read from snapshots, and every answer is the same without them. */
class BulkSnapshotsTest extends RunningBulk {
    private static final int NOTES = 11;

    @Test
    void a_long_stream_is_read_from_its_snapshot() {
        longStreams();
        assertThat(snapshots()).isEqualTo(4);

        jdbc.update("update authorization_snapshot set state = replace(state, '2027-05-31', '2027-03-03')");

        assertThat(endDates(items("2027-04-30"))).containsOnly("2027-03-03");
    }

    @Test
    void without_snapshots_everything_is_answered_alike() {
        longStreams();
        JsonNode with = items("2027-04-30");
        jdbc.update("delete from authorization_snapshot");

        assertThat(items("2027-04-30")).isEqualTo(with);
        assertThat(endDates(with)).containsOnly("2027-05-31");
        assertThat(changedTo("2027-04-30")).isEqualTo(4);
    }

    @Test
    void a_snapshot_of_another_format_is_passed_over_and_replaced() {
        longStreams();
        jdbc.update("update authorization_snapshot set format = 99, state = 'not for us', seq = 3");

        assertThat(endDates(items("2027-04-30"))).containsOnly("2027-05-31");
        for (int day = 10; day < 20; day++) {
            assertThat(changedTo("2027-04-" + day)).isEqualTo(4);
        }
        assertThat(jdbc.queryForObject("select count(*) from authorization_snapshot where format = 2", Long.class))
                .isEqualTo(4);
    }

    @Test
    void chunks_keep_snapshots_too_and_no_row_gets_a_second_one() {
        world(2, 2);
        confirmed(post("/bulk-previews", add(Map.of("all", true), "2026-11-01", "2027-05-31"), 201));
        for (int day = 10; day < 29; day++) {
            assertThat(changedTo("2027-04-" + day)).isEqualTo(4);
        }
        assertThat(snapshots()).isEqualTo(4);
        assertThat(jdbc.queryForList("select distinct seq from authorization_snapshot", Long.class))
                .containsExactly(15L);
        assertThat(endDates(items("2027-05-30"))).containsOnly("2027-04-28");
    }

    /** Four authorizations with notes, written by single commands. */
    private static void longStreams() {
        world(2, 2);
        confirmed(post("/bulk-previews", add(Map.of("all", true), "2026-11-01", "2027-05-31"), 201));
        List<String> authorizations =
                jdbc.queryForList("select authorization_id::text from authorization_window", String.class);
        for (String authorization : authorizations) {
            for (int note = 1; note <= NOTES; note++) {
                send(
                        "PUT",
                        "/authorizations/" + authorization + "/notes/n-" + note,
                        Json.mapper()
                                .writeValueAsString(
                                        Map.of("serviceDate", "2026-11-10", "units", 0.5, "state", "DRAFT")),
                        null,
                        204);
            }
        }
    }

    private static long snapshots() {
        Long count = jdbc.queryForObject("select count(*) from authorization_snapshot", Long.class);
        return count == null ? 0 : count;
    }

    /** What a preview of this end date shows of its rows. */
    private static JsonNode items(String endDate) {
        JsonNode preview = ready(post("/bulk-previews", update(Map.of("endDate", endDate)), 201));
        return get("/bulk-previews/" + preview.path("id").stringValue() + "/items?limit=50")
                .path("items");
    }

    private static List<String> endDates(JsonNode items) {
        return items.valueStream()
                .map(item -> item.path("before").path("endDate").stringValue())
                .toList();
    }

    private static long changedTo(String endDate) {
        return confirmed(post("/bulk-previews", update(Map.of("endDate", endDate)), 201))
                .path("progress")
                .path("succeeded")
                .longValue();
    }
}
