package health.authz.bulk;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.authz.authorization.application.AuthorizationIds;
import health.authz.command.AuthCommandService;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.OperationId;
import health.authz.platform.json.Json;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.SmartLifecycle;
import tools.jackson.databind.JsonNode;

/** By which key the authorizations of an operation get their ids, from its confirmation to its end. */
class BulkIdsTest extends RunningBulk {
    private static final String FIRST = "first-".repeat(8);
    private static final String SECOND = "second-".repeat(8);
    private static final AuthorizationIds IDS = new AuthorizationIds(Map.of(1, FIRST, 2, SECOND));

    @Test
    void an_operation_keeps_the_key_it_was_confirmed_under_when_another_is_added() {
        restart("--authz.ids.keys.1=" + FIRST);
        world(1, 1);
        UUID before = confirmedWithoutWorkers("2026-12-01", "2027-05-31");
        assertThat(keyOf(before)).isEqualTo(1);

        restart("--authz.ids.keys.1=" + FIRST, "--authz.ids.keys.2=" + SECOND);
        done(before.toString());
        UUID after = UUID.fromString(
                confirmed(previewOf("2028-12-01", "2029-05-31")).path("id").stringValue());

        assertThat(addedBy(before)).containsExactly(idOf(before, 1, "2026-12-01"));
        assertThat(keyOf(after)).isEqualTo(2);
        assertThat(addedBy(after)).containsExactly(idOf(after, 2, "2028-12-01"));
    }

    @Test
    void rows_that_are_taken_up_again_get_the_ids_of_their_own_operation() {
        restart("--authz.ids.keys.1=" + FIRST, "--authz.ids.keys.2=" + SECOND);
        world(1, 1);
        jdbc.update("update billing_code_copy set active = false");
        String failed =
                confirmed(previewOf("2026-12-01", "2027-05-31")).path("id").stringValue();
        jdbc.update("update billing_code_copy set active = true");

        UUID again = UUID.fromString(
                post("/bulk-operations/" + failed + "/retry-failed", Map.of("reason", "CORRECTION"), 202)
                        .path("id")
                        .stringValue());
        done(again.toString());

        assertThat(addedBy(again)).containsExactly(idOf(again, 2, "2026-12-01"));
    }

    @Test
    void an_operation_from_before_there_were_keys_goes_on_as_it_began() {
        world(1, 1);
        UUID operation = confirmedWithoutWorkers("2026-12-01", "2027-05-31");
        jdbc.update("update bulk_operation set ids_key = null where id = ?", operation);

        workers().start();
        done(operation.toString());

        assertThat(addedBy(operation)).containsExactly(idOf(operation, null, "2026-12-01"));
    }

    @Test
    void an_operation_whose_key_was_taken_away_waits_for_it_by_name_and_bars_no_other() {
        world(1, 1);
        UUID operation = confirmedWithoutWorkers("2026-12-01", "2027-05-31");
        jdbc.update("update bulk_operation set ids_key = 7 where id = ?", operation);
        workers().start();

        eventually(() -> assertThat(
                        get("/bulk-operations/" + operation).path("waitingFor").asString(""))
                .contains("authz.ids.keys.7"));
        assertThat(confirmed(previewOf("2028-12-01", "2029-05-31"))
                        .path("state")
                        .stringValue())
                .isEqualTo("SUCCEEDED");

        restart("--authz.ids.keys.7=" + FIRST);
        assertThat(done(operation.toString()).path("state").stringValue()).isEqualTo("SUCCEEDED");
    }

    @Test
    void a_service_without_keys_does_not_start() {
        assertThatThrownBy(() -> new SpringApplication(AuthCommandService.class)
                        .run(instance("--authz.ids.keys.1="))
                        .close())
                .rootCause()
                .hasMessageContaining("authz.ids.keys");
    }

    private UUID confirmedWithoutWorkers(String start, String end) {
        JsonNode preview = previewOf(start, end);
        workers().stop();
        return UUID.fromString(send(
                        "POST",
                        "/bulk-operations",
                        Json.mapper()
                                .writeValueAsString(confirmation(
                                        preview, preview.path("count").longValue())),
                        UUID.randomUUID().toString(),
                        202)
                .path("id")
                .stringValue());
    }

    private static JsonNode previewOf(String start, String end) {
        return ready(post("/bulk-previews", add(Map.of("all", true), start, end), 201, 202));
    }

    private static SmartLifecycle workers() {
        return service.getBean("bulkWorkers", SmartLifecycle.class);
    }

    private static Integer keyOf(UUID operation) {
        return jdbc.queryForObject("select ids_key from bulk_operation where id = ?", Integer.class, operation);
    }

    private static List<String> addedBy(UUID operation) {
        return jdbc.queryForList(
                "select aggregate_identifier from domain_event_entry where payload_type = 'AuthAdded'"
                        + " and convert_from(meta_data, 'UTF8') like ?",
                String.class,
                "%" + operation + "%");
    }

    private static String idOf(UUID operation, @Nullable Integer key, String start) {
        AuthorizationId id = IDS.of(new OperationId(operation), key)
                .id(1, new ClientId("c-00001"), new BillingCode("B1"), LocalDate.parse(start));
        return id.toString();
    }
}
