package health.authz.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowWeightTest {
    @Test
    void a_ready_preview_weighs_its_count_and_nothing_that_stands_deeper() {
        assertThat(weight("""
                {"id":"p-1","kind":"UPDATE","state":"READY","count":1240,"outcomes":{"count":7},
                 "changes":[{"field":"endDate","count":1201}],"progress":{"percent":100}}""")).isEqualTo(new RowWeight("p-1", 1_240));
    }

    @Test
    void one_that_is_being_prepared_does_not_know_yet() {
        assertThat(weight("""
                {"id":"p-1","state":"PREPARING","count":20000,"progress":{"total":20000,"percent":3}}""")).isEqualTo(new RowWeight("p-1", -1));
    }

    @Test
    void an_operation_weighs_its_total() {
        assertThat(weight("""
                {"id":"o-1","state":"QUEUED","done":false,"progress":{"total":1278,"processed":0},"links":{"total":5}}""")).isEqualTo(new RowWeight("o-1", 1_278));
    }

    @Test
    void of_an_answer_that_was_cut_or_is_none_what_was_read_holds() {
        assertThat(weight("{\"id\":\"p-1\",\"state\":\"READY\",\"count\":12,\"sample\":[{\"bef"))
                .isEqualTo(new RowWeight("p-1", 12));
        assertThat(weight("")).isEqualTo(new RowWeight("", -1));
        assertThat(weight("nonsense")).isEqualTo(new RowWeight("", -1));
        assertThat(weight("{\"count\":1.5,\"id\":7}")).isEqualTo(new RowWeight("", -1));
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/api/v1/bulk-previews,true",
        "POST,/api/v1/bulk-operations,true",
        "POST,/api/v1/bulk-operations/o-1/retry-failed,true",
        "POST,/api/v1/bulk-operations/o-1/revert,true",
        "POST,/api/v1/bulk-operations/o-1/cancel,false",
        "GET,/api/v1/bulk-operations,false",
        "POST,/api/v1/authorizations,false"
    })
    void rows_count_where_they_are_asked_for(String method, String path, boolean counts) {
        assertThat(RowWeight.isAskedFor(method, path)).isEqualTo(counts);
    }

    @Test
    void a_preview_is_looked_at_by_its_id() {
        assertThat(RowWeight.previewLookedAt("GET", "/api/v1/bulk-previews/p-1"))
                .isEqualTo("p-1");
        assertThat(RowWeight.previewLookedAt("GET", "/api/v1/bulk-previews/p-1/items"))
                .isEmpty();
        assertThat(RowWeight.previewLookedAt("POST", "/api/v1/bulk-previews/p-1"))
                .isEmpty();
    }

    private static RowWeight weight(String answer) {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        return RowWeight.of(bytes, bytes.length);
    }
}
