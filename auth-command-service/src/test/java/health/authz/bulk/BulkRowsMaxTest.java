package health.authz.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The organisation's setting {@code bulk.rows-max}. */
class BulkRowsMaxTest extends RunningBulk {
    @Test
    void a_preview_of_exactly_the_bound_is_made_and_of_one_row_more_is_refused_naming_it() {
        world(4, 2);
        rowsMax(8);
        JsonNode preview = post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201);
        assertThat(preview.path("count").longValue()).isEqualTo(8);

        rowsMax(7);
        refused(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 422));

        confirmed(preview);
        refused(post("/bulk-previews", update(Map.of("endDate", "2026-12-15")), 422));
        rowsMax(8);
        assertThat(post("/bulk-previews", update(Map.of("endDate", "2026-12-15")), 201)
                        .path("count")
                        .longValue())
                .isEqualTo(8);
    }

    @Test
    void what_was_frozen_of_a_refused_selection_is_not_kept() {
        world(1_001, 1);
        rowsMax(1_000);

        post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 422);

        assertThat(jdbc.queryForObject("select count(*) from bulk_preview_chunk", Long.class))
                .isZero();
        assertThat(jdbc.queryForList("select state from bulk_preview", String.class))
                .containsExactly("FAILED");
    }

    @Test
    void a_selection_that_is_announced_as_too_large_is_refused_before_a_line_of_it_is_frozen() {
        world(4, 2);
        rowsMax(8);
        neighbours.announce(5);
        try {
            assertThat(post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 422)
                            .path("type")
                            .stringValue())
                    .as("the four lines alone would be taken")
                    .endsWith("/too-many-rows");
            neighbours.announce(4);
            post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201);
        } finally {
            neighbours.announce(0);
        }
    }

    @Test
    void another_organisations_bound_is_its_own() {
        world(4, 2);
        jdbc.update("insert into setting_copy (tenant, key, value) values ('other', 'bulk.rows-max', '1')");

        post("/bulk-previews", add(Map.of("all", true), "2026-12-01", "2027-05-31"), 201);
    }

    private static void refused(JsonNode problem) {
        assertThat(problem.path("type").stringValue()).endsWith("/too-many-rows");
        assertThat(problem.path("detail").stringValue()).contains("more than 7 rows", "bulk.rows-max");
    }

    private static void rowsMax(int rows) {
        jdbc.update("""
                insert into setting_copy (tenant, key, value) values ('abc', 'bulk.rows-max', ?)
                on conflict (tenant, key) do update set value = excluded.value""", Integer.toString(rows));
    }
}
