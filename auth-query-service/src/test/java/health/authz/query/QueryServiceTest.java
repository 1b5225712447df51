package health.authz.query;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoDatabase;
import health.authz.events.BillingCode;
import health.authz.events.BillingCodeGroupId;
import health.authz.events.TenantId;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeGroupDefined;
import health.authz.events.billinggroup.BillingGroupEvent.Member;
import health.authz.events.directory.DirectoryRecord.DivisionRecord;
import health.authz.events.directory.DirectoryRecord.GroupRecord;
import health.authz.events.directory.DirectoryRecord.OverusePolicy;
import health.authz.events.directory.DirectoryRecord.PayerRecord;
import health.authz.events.directory.DirectoryRecord.UserRecord;
import health.authz.events.envelope.Topics;
import health.authz.platform.consistency.ConsistencyToken;
import health.authz.platform.consistency.ConsistencyTokens;
import health.authz.platform.consistency.Reach;
import health.authz.platform.consuming.Received;
import health.authz.platform.json.Json;
import health.authz.stack.TestParts;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.Document;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The whole service on a real Kafka and the stand-in. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = "management.server.port=0")
@ActiveProfiles("demo")
@Import(QueryServiceTest.PlainTokens.class)
class QueryServiceTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final WriterDouble WRITER = new WriterDouble();
    private static boolean told;

    @LocalServerPort
    int port;

    @LocalManagementPort
    int managementPort;

    @Autowired
    MongoDatabase database;

    @Autowired
    MeterRegistry meters;

    @Autowired
    ConsistencyTokens tokens;

    @Autowired
    @Qualifier("authorizationList")
    ConcurrentMessageListenerContainer<byte[], byte[]> authorizationList;

    /** Tokens are checked in the platform's own tests; here a token is its claims. */
    @TestConfiguration
    static class PlainTokens {
        @Bean
        @Primary
        JwtDecoder plain() {
            return token -> new Jwt(
                    token,
                    Instant.EPOCH,
                    Instant.MAX,
                    Map.of("alg", "none"),
                    Json.mapper().readValue(Base64.getUrlDecoder().decode(token), Map.class));
        }
    }

    @DynamicPropertySource
    static void parts(DynamicPropertyRegistry registry) {
        registry.add("spring.kafka.bootstrap-servers", () -> TestParts.kafka().bootstrapServers());
        registry.add("authz.mongodb-uri", () -> TestParts.mongo().uri());
        registry.add("authz.command-url", WRITER::url);
    }

    @BeforeAll
    static void topics() throws Exception {
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", TestParts.kafka().bootstrapServers()))) {
            admin.createTopics(Stream.of(
                                    Topics.AUTH_EVENTS,
                                    Topics.ALERT_EVENTS,
                                    Topics.BILLING_GROUP_EVENTS,
                                    Topics.CLIENT_DIRECTORY,
                                    Topics.USER_DIRECTORY,
                                    Topics.REFERENCE_DIRECTORY)
                            .map(name -> new NewTopic(name, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
    }

    @BeforeEach
    void tell() {
        if (!told) {
            told = true;
            send(
                    Facts.directory(
                            Topics.REFERENCE_DIRECTORY, "division", "adult", 0, new DivisionRecord("Adult", "UTC")),
                    Facts.directory(
                            Topics.REFERENCE_DIRECTORY, "division", "child", 0, new DivisionRecord("Child", "UTC")),
                    Facts.directory(
                            Topics.REFERENCE_DIRECTORY,
                            "payer",
                            "bcbs",
                            0,
                            new PayerRecord("Blue", OverusePolicy.BLOCK)),
                    added(1, "c-1", "H0031"),
                    added(2, "c-1", "=1+1"),
                    added(3, "c-2", "H0031"),
                    Facts.event(Topics.AUTH_EVENTS, Facts.id(1), 1, 0, Facts.held(Facts.id(1), "10", "2")),
                    Facts.directory(
                            Topics.CLIENT_DIRECTORY, "client", "c-1", 0, Facts.client("Sample", "adult", "clin")),
                    Facts.directory(Topics.CLIENT_DIRECTORY, "client", "c-2", 0, Facts.client("Other", "child")),
                    group("client-group", "day"),
                    group("client-group", "night"),
                    group("user-group", "team"),
                    group("user-group", "nobody"),
                    Facts.directory(
                            Topics.USER_DIRECTORY,
                            "user",
                            "clin",
                            0,
                            new UserRecord("Clin", null, true, null, List.of("team"), List.of("*"), List.of())),
                    codeGroup(700, "H0031"),
                    codeGroup(701, "H0031", "=1+1"));
        }
        eventually(() -> {
            JsonNode page = json("/api/v1/authorizations", ALL);
            return page.path("count").asInt(-1) == 3
                    && page.toString().contains("\"remainingUnits\":2")
                    && json("/api/v1/payers", ALL).path("count").asInt() == 1
                    && rows("authorizations?clientGroupId=night&userGroupId=team", ALL) == 0
                    && rows("authorizations?userGroupId=team", ALL) == 2
                    && rows("authorizations?userGroupId=nobody", ALL) == 0
                    && rows("authorizations?clientGroupId=day", ALL) == 3
                    && rows("clients", ALL) == 2
                    && rows("divisions", ALL) == 2
                    && rows("authorizations?billingCodeGroupId=" + Facts.id(700), ALL) == 2
                    && rows("authorizations?billingCodeGroupId=" + Facts.id(701), ALL) == 3;
        });
    }

    @Test
    void lists_what_may_be_seen_and_pages_through_it() {
        assertThat(json("/api/v1/authorizations", ADULT).path("count").asInt()).isEqualTo(2);
        assertThat(json("/api/v1/authorizations", OWN).path("count").asInt()).isEqualTo(2);
        assertThat(json("/api/v1/authorizations", FOREIGN).path("count").asInt())
                .isZero();
        JsonNode first = json("/api/v1/authorizations?limit=2", ALL);
        assertThat(first.path("items")).hasSize(2);
        assertThat(first.path("count").asInt()).isEqualTo(3);
        assertThat(first.path("items").get(0).path("clientName").asString()).isEqualTo("Other, Robin");
        String next = first.path("nextCursor").asString();
        JsonNode second = json("/api/v1/authorizations?limit=2&cursor=" + next, ALL);
        assertThat(second.path("items")).hasSize(1);
        assertThat(second.path("nextCursor").isNull()).isTrue();
        JsonNode back = json(
                "/api/v1/authorizations?limit=2&cursor="
                        + second.path("prevCursor").asString(),
                ALL);
        assertThat(back.path("items")).isEqualTo(first.path("items"));
        assertThat(get("/api/v1/authorizations?cursor=" + next + "A", ALL, "*/*")
                        .statusCode())
                .isEqualTo(400);
        assertThat(get("/api/v1/authorizations?q=x&cursor=" + next, ALL, "*/*").statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorizations", "clients", "divisions"})
    void a_search_without_a_word_finds_all_and_one_with_a_control_character_is_refused(String list) {
        assertThat(json("/api/v1/" + list + "?q=,", ALL).path("count").asInt(-1))
                .isEqualTo(rows(list, ALL))
                .isPositive();
        HttpResponse<String> refused = get("/api/v1/" + list + "?q=Smith%00", ALL, "*/*");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"q\"").doesNotContain("Smith");
    }

    @Test
    void answers_one_row_its_history_and_a_summary() {
        HttpResponse<String> one = get("/api/v1/authorizations/" + Facts.id(1), ALL, "*/*");
        assertThat(one.headers().firstValue("ETag")).contains("\"1\"");
        assertThat(one.body()).contains("LOW_UNITS").contains("AWAITING_NUMBER").contains("\"pendingUnits\":10");
        assertThat(get("/api/v1/authorizations/" + Facts.id(3), ADULT, "*/*").statusCode())
                .isEqualTo(404);
        assertThat(get("/api/v1/authorizations/" + Facts.id(3) + "/history", ADULT, "*/*")
                        .statusCode())
                .isEqualTo(404);
        JsonNode history = json("/api/v1/authorizations/" + Facts.id(1) + "/history", ALL);
        assertThat(history.path("items").get(0).path("type").asString()).isEqualTo("AuthAdded");
        assertThat(history.path("items").get(1).toString())
                .contains("{\"field\":\"remainingUnits\",\"before\":12,\"after\":2}");
        JsonNode summary = json("/api/v1/authorizations/summary", ALL);
        assertThat(summary.path("byStatus").path("ACTIVE").asInt()).isEqualTo(3);
    }

    @Test
    void filters_by_the_operation_that_added_alone_and_beside_another_filter() {
        String operation = "/api/v1/authorizations?operationId=" + Facts.id(900);

        assertThat(json(operation, ALL).path("count").asInt()).isEqualTo(3);
        assertThat(json(operation + "&billingCode=H0031", ALL).path("count").asInt())
                .isEqualTo(2);
        assertThat(json(operation + "&billingCode=H0031&clientId=c-2", ALL)
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(json("/api/v1/authorizations?operationId=" + Facts.id(901), ALL)
                        .path("count")
                        .asInt())
                .isZero();
        assertThat(json(operation, FOREIGN).path("count").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "authorizations?clientGroupId=day, 3",
        "authorizations?clientGroupId=night, 0",
        "authorizations?userGroupId=team, 2",
        "authorizations?userGroupId=nobody, 0",
        "authorizations?billingCodeGroupId=01980000-0000-82bc-8000-0000000002bc, 2",
        "authorizations?billingCodeGroupId=01980000-0000-82bd-8000-0000000002bd, 3",
        "authorizations?billingCodeGroupId=01980000-0000-82bc-8000-0000000002bc&clientGroupId=day&userGroupId=team, 1",
        "clients?clientGroupId=day, 2",
        "clients?userGroupId=team, 1",
        "clients?lacksGroupId=01980000-0000-82bc-8000-0000000002bc, 0",
        "clients?lacksGroupId=01980000-0000-82bd-8000-0000000002bd, 1",
    })
    void filters_by_groups_of_clients_users_and_codes(String list, int expected) {
        assertThat(rows(list, ALL)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "authorizations?clientGroupId=, day, unknown-client-group",
        "authorizations?userGroupId=, team, unknown-user-group",
        "authorizations?billingCodeGroupId=, 01980000-0000-82bc-8000-0000000002bc, unknown-group",
        "clients?clientGroupId=, day, unknown-client-group",
        "clients?userGroupId=, team, unknown-user-group",
        "clients?lacksGroupId=, 01980000-0000-82bc-8000-0000000002bc, unknown-group",
    })
    void refuses_a_group_that_the_organisation_does_not_have(String list, String theirs, String problem) {
        for (JsonNode refused : List.of(
                json("/api/v1/" + list + theirs, FOREIGN),
                json("/api/v1/" + list + "01980000-0000-8fff-8000-000000000fff", ALL))) {
            assertThat(refused.path("type").asString()).as(refused.toString()).isEqualTo("/problems/" + problem);
            assertThat(refused.at("/errors/0/field").asString()).isEqualTo(list.replaceAll(".*[?]|=", ""));
        }
    }

    @Test
    void refuses_what_it_does_not_know() {
        assertThat(get("/api/v1/authorizations?colour=red", ALL, "*/*").statusCode())
                .isEqualTo(400);
        assertThat(get("/api/v1/authorizations?sort=colour", ALL, "*/*").statusCode())
                .isEqualTo(400);
        assertThat(get("/api/v1/authorizations?limit=501", ALL, "*/*").statusCode())
                .isEqualTo(400);
        assertThat(get("/api/v1/authorizations?payerId=nobody", ALL, "*/*").statusCode())
                .isEqualTo(422);
        assertThat(get("/api/v1/users", ALL, "*/*").statusCode()).isEqualTo(403);
        assertThat(get("/api/v1/authorizations", ALL, "image/png").statusCode()).isEqualTo(406);
        assertThat(get("/api/v1/authorizations", ALL, "DELETE").statusCode()).isEqualTo(406);
        assertThat(get("/api/v1/audit/x", ALL, "*/*").statusCode()).isEqualTo(404);
    }

    @Test
    void exports_lines_and_harmless_cells() {
        assertThat(get("/api/v1/authorizations", ALL, "text/csv").body())
                .startsWith("authorizationId,")
                .contains(",'=1+1,")
                .contains("\"Sample, Robin\"");
        assertThat(get("/api/v1/authorizations", ALL, "application/x-ndjson")
                        .body()
                        .lines())
                .hasSize(3);
    }

    @Test
    void selects_for_previews() {
        assertThat(post("/internal/selections/authorizations", "{\"filter\":{\"payerId\":\"bcbs\"}}", ADULT))
                .isEqualTo("{\"id\":\"" + Facts.id(1) + "\",\"seq\":1}\n{\"id\":\"" + Facts.id(2)
                        + "\",\"seq\":0}\n{\"end\":true,\"count\":2}\n");
        assertThat(post("/internal/selections/authorizations", "{\"ids\":[\"x\"]}", ALL))
                .startsWith("{\"id\":\"x\",\"seq\":-1}");
        assertThat(post("/internal/selections/clients", "{\"ofAuthorizations\":{\"all\":true}}", ALL))
                .isEqualTo("{\"id\":\"c-1\"}\n{\"id\":\"c-2\"}\n{\"end\":true,\"count\":2}\n");
        assertThat(post("/internal/selections/clients", "{\"filter\":{\"colour\":\"red\"}}", ALL))
                .contains("\"status\":422");
    }

    @Test
    void a_blank_value_of_a_filter_selects_nobody_and_in_an_address_it_is_absent() {
        for (String blank : List.of("\"\"", "\" \"", "\",\"", "null", "[]", "[\"\"]")) {
            for (String name : List.of("payerId", "q", "status")) {
                for (String filter : List.of("{\"%s\":%s}", "{\"divisionId\":\"adult\",\"%s\":%s}")) {
                    String body = "{\"filter\":" + filter.formatted(name, blank) + "}";
                    assertThat(post("/internal/selections/authorizations", body, ALL))
                            .as(body)
                            .contains("\"status\":400", "\"filter." + name + "\"");
                    assertThat(post("/internal/selections/clients", "{\"ofAuthorizations\":" + body + "}", ALL))
                            .as(body)
                            .contains("\"status\":400", "\"filter." + name + "\"");
                    if (!name.equals("status")) {
                        assertThat(post("/internal/selections/clients", body, ALL))
                                .as(body)
                                .contains("\"status\":400", "\"filter." + name + "\"");
                    }
                }
            }
        }
        assertThat(post("/internal/selections/authorizations", "{\"filter\":{}}", ALL))
                .contains("\"status\":400");
        assertThat(json("/api/v1/authorizations?payerId=&q=+&status=", ALL)
                        .path("count")
                        .asInt())
                .isEqualTo(json("/api/v1/authorizations", ALL).path("count").asInt());
    }

    @Test
    void tells_before_the_first_line_of_a_selection_how_many_come_at_least() {
        assertThat(announced("authorizations", "{\"filter\":{\"payerId\":\"bcbs\"}}", ADULT))
                .isEqualTo("2");
        assertThat(announced(
                        "authorizations",
                        "{\"filter\":{\"payerId\":\"bcbs\"},\"except\":[\"" + Facts.id(1) + "\"]}",
                        ADULT))
                .isEqualTo("1");
        assertThat(announced("authorizations", "{\"ids\":[\"x\",\"y\"],\"except\":[\"y\"]}", ALL))
                .isEqualTo("1");
        assertThat(announced("clients", "{\"all\":true}", ALL)).isEqualTo("2");
        assertThat(announced("clients", "{\"all\":true,\"except\":[\"a\",\"b\",\"c\"]}", ALL))
                .as("not less than none")
                .isEqualTo("0");
        assertThat(announced("clients", "{\"ofAuthorizations\":{\"all\":true}}", ALL))
                .as("only reading tells")
                .isEqualTo("0");
    }

    private String announced(String what, String selection, String token) {
        return posted("/internal/selections/" + what, selection, token)
                .headers()
                .firstValue("Selection-At-Least")
                .orElse("nothing");
    }

    @Test
    void while_it_is_rebuilt_it_says_so_and_lets_nothing_be_decided() {
        assertThat(json("/api/v1/authorizations", ALL).path("listState").asString())
                .isEqualTo("READY");
        assertThat(health("list").body()).contains("\"UP\"").contains("\"authorizations\":3");
        authorizationList.pause();
        try {
            database.drop();
            assertThat(json("/api/v1/authorizations", ALL).path("listState").asString())
                    .as("from the first moment on")
                    .isEqualTo("REBUILDING");
            eventually(() -> json("/api/v1/divisions", ALL).path("count").asInt() == 2
                    && json("/api/v1/clients", ALL).path("count").asInt() == 2);

            for (String shown : List.of("authorizations", "authorizations/summary", "clients", "payers")) {
                JsonNode page = json("/api/v1/" + shown, ALL);
                assertThat(page.path("listState").asString()).as(shown).isEqualTo("REBUILDING");
                assertThat(page.at("/rebuild/total").asLong()).as(shown).isGreaterThanOrEqualTo(16);
                assertThat(page.at("/rebuild/done").asLong())
                        .as(shown)
                        .isPositive()
                        .isLessThan(page.at("/rebuild/total").asLong());
            }
            for (String selection : List.of("{\"all\":true}", "{\"ids\":[\"" + Facts.id(1) + "\"]}")) {
                isBeingRebuilt(posted("/internal/selections/authorizations", selection, ALL));
            }
            isBeingRebuilt(posted("/internal/selections/clients", "{\"all\":true}", ALL));
            isBeingRebuilt(posted("/internal/selections/clients", "{\"ofAuthorizations\":{\"all\":true}}", ALL));
            assertThat(post("/internal/selections/clients", "{\"ids\":[\"c-1\"]}", ALL))
                    .as("names clients and asks nothing of the list")
                    .isEqualTo("{\"id\":\"c-1\"}\n{\"end\":true,\"count\":1}\n");
            isBeingRebuilt(get("/api/v1/authorizations", ALL, "text/csv"));
            isBeingRebuilt(get("/api/v1/authorizations/" + Facts.id(1), ALL, "*/*"));
            isBeingRebuilt(get("/api/v1/authorizations/" + Facts.id(1) + "/history", ALL, "*/*"));
            isBeingRebuilt(get("/api/v1/authorizations?payerId=not-there-yet", ALL, "*/*"));
            HttpResponse<String> list = health("list");
            assertThat(list.statusCode()).isEqualTo(503);
            assertThat(list.body())
                    .contains("\"DOWN\"")
                    .contains("the list is being rebuilt")
                    .contains("\"total\":");
            assertThat(health("readiness").statusCode()).as("takes requests").isEqualTo(200);
            eventually(
                    () -> assertThat(meters.get("authz.list.rebuilding").gauge().value())
                            .isEqualTo(1));
        } finally {
            authorizationList.resume();
        }
        eventually(() -> {
            JsonNode page = json("/api/v1/authorizations", ALL);
            assertThat(page.path("listState").asString()).isEqualTo("READY");
        });
        JsonNode page = json("/api/v1/authorizations", ALL);
        assertThat(page.path("count").asInt()).as("whole as soon as it says so").isEqualTo(3);
        assertThat(page.has("rebuild")).isFalse();
        assertThat(post("/internal/selections/authorizations", "{\"all\":true}", ALL))
                .endsWith("\"count\":3}\n");
        assertThat(health("list").statusCode()).isEqualTo(200);
    }

    private static void isBeingRebuilt(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("\"/problems/list-is-being-rebuilt\"");
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    }

    private HttpResponse<String> health(String part) {
        return send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + managementPort + "/actuator/health/" + part))
                        .build());
    }

    @Test
    void a_read_that_names_a_change_waits_until_that_is_listed() {
        long next = position();
        WRITER.reaches("auth-events-0=" + (next + 1) + ",bulk-operation-events-0=99999");
        String token = token("abc");
        List<CompletableFuture<HttpResponse<String>>> reads;
        authorizationList.pause();
        try {
            send(Facts.event(Topics.AUTH_EVENTS, Facts.id(3), 1, 0, Facts.held(Facts.id(3), "5", "7")));
            reads = Stream.of(
                            "authorizations?consistentWith=" + token,
                            "authorizations/" + Facts.id(3) + "?consistentWith=" + token,
                            "authorizations/" + Facts.id(3) + "/history?limit=5&consistentWith=" + token)
                    .map(path -> CompletableFuture.supplyAsync(() -> get("/api/v1/" + path, ALL, "application/json")))
                    .toList();
            eventually(() -> WRITER.asked() == reads.size());
            assertThat(json("/api/v1/authorizations/" + Facts.id(3), ALL)
                            .path("seq")
                            .asInt())
                    .as("whoever names nothing sees what is there")
                    .isZero();
            assertThat(reads).noneMatch(CompletableFuture::isDone);
        } finally {
            authorizationList.resume();
        }

        assertThat(reads.get(0).join().body()).contains("\"remainingUnits\":7");
        assertThat(reads.get(1).join().body()).contains("\"remainingUnits\":7");
        assertThat(reads.get(2).join().body()).contains("\"type\":\"UnitsHeld\"");
        assertThat(json("/api/v1/authorizations/summary?consistentWith=" + token, ALL)
                        .path("count")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void a_list_that_does_not_get_so_far_in_time_says_so() {
        long next = position();
        WRITER.reaches("auth-events-0=" + (next + 1_000));
        for (HttpResponse<String> behind : List.of(
                get("/api/v1/authorizations?consistentWith=" + token("abc"), ALL, "*/*"),
                posted(
                        "/internal/selections/authorizations",
                        "{\"all\":true}",
                        ALL,
                        Reach.HEADER,
                        "auth-events-0=999"))) {
            assertThat(behind.statusCode()).as(behind.body()).isEqualTo(503);
            assertThat(behind.body())
                    .contains("\"/problems/list-behind\"")
                    .as("Kafka answers")
                    .doesNotContain("kafkaIsAway");
            assertThat(behind.headers().firstValue("Retry-After")).contains("5");
        }
        WRITER.refuses();
        assertThat(get("/api/v1/authorizations?consistentWith=" + token("abc"), ALL, "*/*")
                        .body())
                .contains("\"/problems/list-behind\"");
        assertThat(posted(
                                "/internal/selections/authorizations",
                                "{\"all\":true}",
                                ALL,
                                Reach.HEADER,
                                "auth-events-0=" + next)
                        .body())
                .endsWith("\"count\":3}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"startsFrom", "startsTo", "endsFrom", "endsTo"})
    void a_year_that_no_authorization_has_is_refused_by_name(String field) {
        for (String slip : List.of("0002-01-01", "1999-12-31", "2101-01-01")) {
            HttpResponse<String> refused = get("/api/v1/authorizations?" + field + "=" + slip, ALL, "application/json");
            assertThat(refused.statusCode()).as(slip).isEqualTo(400);
            assertThat(refused.body()).contains("\"field\":\"" + field + "\"", "from 2000 to 2100");
        }
        for (String edge : List.of("2000-01-01", "2100-12-31")) {
            assertThat(get("/api/v1/authorizations?" + field + "=" + edge, ALL, "application/json")
                            .statusCode())
                    .as(edge)
                    .isEqualTo(200);
        }
    }

    @Test
    void a_parameter_that_a_route_does_not_know_is_refused_by_name() {
        for (String route : List.of(
                "authorizations",
                "authorizations/summary",
                "authorizations/" + Facts.id(1),
                "authorizations/" + Facts.id(1) + "/history",
                "clients",
                "clients/anybody",
                "payers",
                "payers/any")) {
            HttpResponse<String> refused = get("/api/v1/" + route + "?asof=2026-12-01", ALL, "application/json");
            assertThat(refused.statusCode()).as(route).isEqualTo(400);
            assertThat(refused.body()).contains("\"field\":\"asof\"", "is not known here", "consistentWith");
        }
    }

    @Test
    void a_token_of_another_organisation_or_none_at_all_is_refused() {
        for (String token : List.of(token("north"), "abc", token("abc").substring(1))) {
            for (String route : List.of("authorizations", "authorizations/" + Facts.id(1), "clients", "payers")) {
                HttpResponse<String> refused =
                        get("/api/v1/" + route + "?consistentWith=" + token, ALL, "application/json");
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
                assertThat(refused.body()).contains("\"/problems/bad-consistency-token\"");
            }
        }
    }

    private String token(String organisation) {
        return tokens.write(new ConsistencyToken("auth-command-service", new TenantId(organisation), 5, 0));
    }

    private long position() {
        return database.getCollection("checkpoints")
                .find(new Document("_id", "authorization-list/auth-events-0"))
                .first()
                .get("next", Number.class)
                .longValue();
    }

    @Test
    void comes_back_after_the_database_was_emptied() {
        database.drop();
        eventually(
                () -> json("/api/v1/authorizations?q=sample", ALL).path("count").asInt(-1) == 2);
        assertThat(database.getCollection("parked").countDocuments()).isZero();
    }

    private int rows(String list, String token) {
        return json("/api/v1/" + list, token).path("count").asInt(-1);
    }

    private static Received group(String kind, String id) {
        return Facts.directory(Topics.REFERENCE_DIRECTORY, kind, id, 0, new GroupRecord(id));
    }

    private static Received codeGroup(int n, String... codes) {
        return Facts.event(
                Topics.BILLING_GROUP_EVENTS,
                Facts.id(n),
                0,
                0,
                new BillingCodeGroupDefined(
                        new TenantId(Facts.TENANT),
                        new BillingCodeGroupId(UUID.fromString(Facts.id(n))),
                        1,
                        "Group " + n,
                        true,
                        Stream.of(codes)
                                .map(code -> new Member(new BillingCode(code), null, null))
                                .toList()));
    }

    private static Received added(int n, String client, String code) {
        return Facts.event(
                Topics.AUTH_EVENTS,
                Facts.id(n),
                0,
                0,
                Facts.added(Facts.id(n), client, code, Facts.START, Facts.END, "12"));
    }

    private static final String ALL = token("abc", "biller", List.of("*"), "all");
    private static final String ADULT = token("abc", "biller", List.of("adult"), "all");
    private static final String OWN = token("abc", "clin", List.of("*"), "assigned");
    private static final String FOREIGN = token("north", "biller", List.of("*"), "all");

    private static String token(String org, String sub, List<String> divisions, String clients) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.mapper()
                        .writeValueAsString(Map.of(
                                "org", org,
                                "sub", sub,
                                "divisions", divisions,
                                "clients", clients,
                                "permissions", List.of("auth:read")))
                        .getBytes(StandardCharsets.UTF_8));
    }

    private JsonNode json(String path, String token) {
        return Json.mapper().readTree(get(path, token, "application/json").body());
    }

    private HttpResponse<String> get(String path, String token, String accept) {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", accept)
                .build());
    }

    private String post(String path, String body, String token) {
        return posted(path, body, token).body();
    }

    private HttpResponse<String> posted(String path, String body, String token, String... headers) {
        return send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .headers(Stream.concat(
                                Stream.of("Authorization", "Bearer " + token, "Content-Type", "application/json"),
                                Stream.of(headers))
                        .toArray(String[]::new))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private static void send(Received... records) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestParts.kafka().bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            for (Received record : records) {
                ProducerRecord<String, String> sent =
                        new ProducerRecord<>(record.topic(), record.key(), record.value());
                record.headers()
                        .forEach((name, value) -> sent.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
                producer.send(sent);
            }
        }
    }
}
