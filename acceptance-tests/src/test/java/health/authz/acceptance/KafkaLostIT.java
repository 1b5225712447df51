package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.acceptance.dsl.Json.text;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Json;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Stack;
import health.authz.acceptance.dsl.Truth;
import health.authz.events.envelope.Topics;
import health.authz.verify.Outcome;
import health.authz.verify.Verify;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The drill of the runbook, on a stack of its own: Kafka comes back with an empty disk, PostgreSQL says everything again. */
class KafkaLostIT {
    private static final Duration BACK = Duration.ofMinutes(4);
    private static final List<String> TELLING =
            List.of("auth-command-service", "alert-service", "billing-group-service");
    private static final int CLIENTS = 20;
    private static final String OF_NO_GROUP = "L3";
    /** The rows of the erased client too, which belong to nobody active, and the one that is used up meanwhile. */
    private static final String EVERY = "clientActive=any&status=ACTIVE,PENDING_START,EXHAUSTED";

    private static final String PARKED = "select count(*) from parked_record";
    private static final String RAISED = "select count(*) from alert where tenant = ?";

    private final Stack stack = Stack.another("-kafka-lost");

    @AfterEach
    void stop() {
        stack.close();
    }

    @Test
    void everything_is_told_again_and_nothing_is_lost_changed_or_raised_twice() throws Exception {
        Organisation org = Organisation.open(stack, "kafka-lost");
        Api admin = org.admin();
        Api biller = org.biller();
        org.manyClients("c", CLIENTS, "adult", "bcbs");
        org.client("erased", "adult", "bcbs");
        org.known();
        org.user("biller", true, List.of("*"), "LOW_UNITS");
        org.code("L1", 12);
        org.code("L2", 5);
        org.code(OF_NO_GROUP, 12);
        String group = org.group("Lost", "L1", "L2");
        admin.put("/settings/bulk.rows-max", object("value", 1_000)).is(200, 204);
        biller.preview(org.adding(object("all", true), group)).confirmed().succeeded();
        String low = org.authorization("c-0001", OF_NO_GROUP, 12, "unitAlertLevel", 2, "authorizationNumber", "PA-1");
        org.clinician().note(low, "note-1", "DRAFT", "11", org.today());
        admin.delete("/clients/erased").is(200, 204);
        eventually(() -> {
            assertThat(biller.listed(EVERY)).isEqualTo((CLIENTS + 1) * 2 + 1);
            assertThat(biller.get("/alerts").is(200).count()).isEqualTo(1);
            assertThat(admin.get("/clients?limit=1").is(200).count()).isEqualTo(CLIENTS);
            assertThat(biller.authorization(low).path("seq").asInt()).isEqualTo(1);
        });
        Map<String, JsonNode> rows = rows(biller);
        List<JsonNode> clients = admin.get("/clients?limit=500").is(200).items();
        List<JsonNode> alerts = biller.get("/alerts").is(200).items();
        List<JsonNode> history = history(biller, low);
        long raisedByAll = stack.count("alert", "select count(*) from alert");
        long parked = stack.count("auth_command", PARKED) + stack.count("alert", PARKED);

        stack.loseKafka();

        org.clinician().note(low, "note-2", "DRAFT", "1", org.today());
        TELLING.forEach(
                service -> eventually(BACK, () -> assertThat(relay(service)).satisfies(answer -> {
                    assertThat(answer.status()).isEqualTo(503);
                    assertThat(answer.body()).contains("\"DOWN\"", "./run republish");
                })));
        eventually(BACK, () -> assertThat(listState(biller)).isEqualTo("REBUILDING"));
        List<String> said = stack.republish();
        assertThat(said.getLast()).startsWith("Told again: ");
        TELLING.forEach(service -> eventually(
                BACK, () -> assertThat(relay(service).status()).as(service).isEqualTo(200)));

        eventually(BACK, () -> assertThat(listState(biller)).isEqualTo("READY"));

        // Whatever the list held, it now comes from the new Kafka alone.
        stack.emptyMongo();
        eventually(BACK, () -> {
            assertThat(biller.authorization(low).path("seq").asInt()).isEqualTo(2);
            Map<String, JsonNode> again = rows(biller);
            again.put(low, rows.get(low));
            assertThat(again).isEqualTo(rows);
            assertThat(admin.get("/clients?limit=500").is(200).items()).isEqualTo(clients);
            assertThat(history(biller, low)).hasSize(history.size() + 1).containsAll(history);
        });
        erasedStaysErased(org);
        assertThat(biller.get("/alerts").is(200).items()).isEqualTo(alerts);
        assertThat(stack.count("alert", RAISED, org.id())).isEqualTo(1);
        assertThat(stack.count("alert", "select count(*) from alert")).isEqualTo(raisedByAll);
        assertThat(stack.count("auth_command", PARKED) + stack.count("alert", PARKED))
                .isEqualTo(parked);

        goesOn(org, biller, group);
        Outcome outcome = Verify.run(stack.verifyOptions(), said::add);
        assertThat(outcome.clean()).as("%s %s", outcome.lines(), said).isTrue();
    }

    private static String listState(Api biller) {
        return text(biller.get("/authorizations?limit=1").is(200).json(), "listState");
    }

    private Answer relay(String service) {
        return new Api(stack.management(service), "", "").get("/actuator/health/relay");
    }

    private static Map<String, JsonNode> rows(Api biller) {
        return new TreeMap<>(Json.by("authorizationId", biller.wholeList(EVERY)));
    }

    private static List<JsonNode> history(Api biller, String authorization) {
        return biller.get("/authorizations/" + authorization + "/history")
                .is(200)
                .items();
    }

    /** No record with the client's name is in the new topic, and its tombstone is. */
    private static void erasedStaysErased(Organisation org) {
        List<ConsumerRecord<String, String>> told = new Truth(org)
                .records(Topics.CLIENT_DIRECTORY).stream()
                        .filter(record -> record.key().equals(org.id() + "/client/erased"))
                        .toList();
        assertThat(told).isNotEmpty().allSatisfy(record -> assertThat(record.value())
                .isNull());
    }

    /** Codes, groups, settings, profiles and days are all there to work with. */
    private static void goesOn(Organisation org, Api biller, String group) {
        biller.preview(org.adding(
                        object("ids", List.of("c-0002")),
                        group,
                        "startDate",
                        org.today().plusDays(200).toString(),
                        "endDate",
                        org.today().plusDays(300).toString()))
                .confirmed()
                .succeeded();
        String other = org.authorization("c-0003", OF_NO_GROUP, 12, "unitAlertLevel", 2, "authorizationNumber", "PA-2");
        org.clinician().note(other, "note-1", "DRAFT", "10", org.today());
        eventually(() -> {
            assertThat(biller.get("/alerts").is(200).count()).isEqualTo(2);
            assertThat(biller.listed(EVERY)).isEqualTo((CLIENTS + 1) * 2 + 1 + 2 + 1);
        });
        org.admin().put("/settings/bulk.rows-max", object("value", 1)).is(200, 204);
        eventually(() -> assertThat(biller.post("/bulk-previews", org.adding(object("all", true), group))
                        .body())
                .contains("bulk.rows-max"));
    }
}
