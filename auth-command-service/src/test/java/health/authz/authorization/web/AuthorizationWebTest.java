package health.authz.authorization.web;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.authorization.web.RunningService.Answer;
import health.authz.authorization.web.RunningService.Login;
import health.authz.stack.AtOnce;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** One authorization at a time, over HTTP, on a real PostgreSQL. */
class AuthorizationWebTest {
    private static final List<String> EVERYTHING = List.of("auth:read", "auth:write", "auth:special", "note:write");
    private static RunningService service;

    private final String organisation = "org-" + UUID.randomUUID();
    private final Login biller = login("biller", "all", EVERYTHING);
    private final Login frontDesk = login("front-desk", "all", List.of("auth:read", "auth:write"));

    @BeforeAll
    static void start() throws Exception {
        service = new RunningService();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void cast() {
        service.cast(organisation);
    }

    @Test
    void adds_an_authorization_and_shows_it_as_the_list_would() {
        Answer added = add(letter("authorizationNumber", "PA-881", "unitAlertLevel", 2));

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.header("Location"))
                .isEqualTo("/api/v1/authorizations/"
                        + added.json().path("authorizationId").stringValue());
        assertThat(added.header("ETag")).isEqualTo("\"0\"");
        JsonNode shown = added.json();
        assertThat(shown.path("clientName").stringValue()).isEqualTo("Alder, Ada");
        assertThat(shown.path("payerId").stringValue()).isEqualTo("bcbs");
        assertThat(shown.path("allottedUnits").intValue()).isEqualTo(12);
        assertThat(shown.path("remainingUnits").intValue()).isEqualTo(12);
        assertThat(shown.path("systemAuthNo").longValue()).isPositive();
        assertThat(shown.path("seq").longValue()).isZero();
        assertThat(shown.has("operationId")).isTrue();
    }

    @Test
    void an_exact_duplicate_answers_the_one_that_is_there_or_is_refused() {
        Answer first = add(letter());

        Answer again = add(letter());
        assertThat(again.status()).isEqualTo(200);
        assertThat(id(again)).isEqualTo(id(first));
        Answer refused = add(letter("onDuplicate", "REJECT"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("duplicate-authorization");
        Answer overlapping = add(letter("endDate", "2099-03-01"));
        assertThat(overlapping.problem()).isEqualTo("overlapping-authorization");
    }

    @Test
    void names_and_birth_dates_stay_out_of_events() {
        add(letter());

        List<String> stored = service.jdbc()
                .queryForList(
                        "select convert_from(payload, 'UTF8') || convert_from(meta_data, 'UTF8') from domain_event_entry",
                        String.class);
        assertThat(stored).isNotEmpty().noneMatch(text -> text.contains("Alder"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "allottedUnits        | -1             | 400 | invalid-field",
                "allottedUnits        | 2.505          | 400 | invalid-field",
                "allottedUnits        | 1e30           | 400 | invalid-field",
                "allottedUnits        | \"many\"       | 400 | invalid-field",
                "allottedUnits        | 0              | 422 | no-units",
                "remainingUnits       | 12.01          | 422 | remaining-above-allotted",
                "startDate            | null           | 422 | missing-start-date",
                "startDate            | \"2026-02-30\" | 400 | invalid-field",
                "startDate            | \"2099-06-01\" | 422 | dates-reversed",
                "endDate              | null           | 422 | missing-end-date",
                "clientId             | \"c-nobody\"   | 422 | unknown-client",
                "clientId             | \"c-gone\"     | 422 | inactive-client",
                "clientId             | null           | 400 | invalid-field",
                "billingCode          | \"H9999\"      | 422 | unknown-code",
                "payerId              | \"nobody\"     | 422 | unknown-payer",
                "unmanaged            | \"maybe\"      | 400 | invalid-field",
                "onOverlap            | \"PERHAPS\"    | 400 | invalid-field",
                "endDate              | {\"addDays\":1} | 400 | invalid-field",
                "authorizationNumber  | \"\"           | 400 | invalid-field",
                "allotedUnits         | 4              | 400 | invalid-field",
                "expirationAlertDays  | 1.5            | 400 | invalid-field",
            })
    void says_what_is_wrong_with_an_add(String field, String value, int status, String problem) {
        Map<String, Object> body = letter();
        String json = tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(without(body, field));
        String sent = json.substring(0, json.length() - 1) + ",\"" + field + "\":" + value + "}";

        Answer answer = add(sent);

        assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("errors").get(0).path("field").stringValue())
                .isIn(field, "endDate");
        assertThat(answer.json().path("detail").stringValue()).isNotBlank();
        assertThat(windows()).isZero();
    }

    @Test
    void units_on_a_single_unmanaged_authorization_are_refused() {
        Answer refused = add(letter("billingCode", "PHONE", "allottedUnits", 4));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("units-on-unmanaged");
    }

    @Test
    void a_patch_changes_what_it_names_and_answers_the_new_state() {
        String id = id(add(letter("unitAlertLevel", 2)));

        Answer patched = patch(biller, id, "\"0\"", "{\"endDate\":\"2099-12-15\",\"unitAlertLevel\":null}");

        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.header("ETag")).isEqualTo("\"1\"");
        assertThat(patched.json().path("endDate").stringValue()).isEqualTo("2099-12-15");
        assertThat(patched.json().path("unitAlertLevel").isNull()).isTrue();
        assertThat(patched.json().path("allottedUnits").intValue()).isEqualTo(12);
        Answer again = patch(biller, id, "\"1\"", "{\"endDate\":\"2099-12-15\"}");
        assertThat(again.header("ETag"))
                .as("a change to what is so already writes nothing")
                .isEqualTo("\"1\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`\"0\"`  | {\"startDate\":null}             | 400 | invalid-field",
                "`\"0\"`  | {\"unmanaged\":null}             | 400 | invalid-field",
                "`\"0\"`  | {\"unmanaged\":\"NA\"}           | 400 | invalid-field",
                "`\"0\"`  | {\"endDate\":null}               | 422 | not-clearable",
                "`\"0\"`  | {\"endDate\":\"2001-01-01\"}     | 422 | dates-reversed",
                "`\"0\"`  | {\"remainingUnits\":13}          | 422 | remaining-above-allotted",
                "`\"0\"`  | {\"payerId\":\"nobody\"}         | 422 | unknown-payer",
                "`\"0\"`  | {\"payerId\":\"aetna\"}          | 422 | payer-not-of-client",
                "`\"7\"`  | {\"payerId\":\"nobody\"}         | 422 | unknown-payer",
                "`\"0\"`  | {}                               | 400 | empty-patch",
                "`\"0\"`  | []                               | 400 | invalid-field",
                "`\"0\"`  | {\"endDate\":                    | 400 | not-json",
                "`\"0\"`  | {\"status\":\"ACTIVE\"}          | 400 | invalid-field",
                "`\"0\"`  | {\"endDate\":\"2099-05-01\",\"endDate\":\"2099-06-01\"} | 400 | duplicate-key",
                "`\"7\"`  | {\"authorizationNumber\":\"X\"}  | 412 | changed-meanwhile",
                "`abc`    | {\"authorizationNumber\":\"X\"}  | 412 | changed-meanwhile",
                "``       | {\"authorizationNumber\":\"X\"}  | 428 | if-match-required",
            })
    void says_what_is_wrong_with_a_patch(String ifMatch, String body, int status, String problem) {
        String id = id(add(letter()));

        Answer answer = patch(biller, id, ifMatch == null ? "" : ifMatch, body);

        assertThat(answer.status()).as(answer.http().body()).isEqualTo(status);
        assertThat(answer.problem()).isEqualTo(problem);
        assertThat(events(id)).isEqualTo(1);
    }

    @Test
    void notes_do_not_make_a_change_of_the_number_stale_but_a_change_of_units() {
        String id = id(add(letter()));
        assertThat(note(id, "n-1", 4, "DRAFT").status()).isEqualTo(204);

        assertThat(patch(biller, id, "\"0\"", "{\"allottedUnits\":20}").status())
                .isEqualTo(412);
        assertThat(patch(biller, id, "\"0\"", "{\"authorizationNumber\":\"PA-1\"}")
                        .status())
                .isEqualTo(200);
        assertThat(patch(biller, id, "\"1\"", "{\"payerReference\":\"call\"}").status())
                .isEqualTo(412);
    }

    @Test
    void the_front_desk_may_raise_allotted_and_may_not_move_the_end() {
        String id = id(add(letter()));

        Answer refused = patch(frontDesk, id, "\"0\"", "{\"endDate\":\"2099-12-15\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.problem()).isEqualTo("special-permission");
        assertThat(patch(frontDesk, id, "\"0\"", "{\"allottedUnits\":24}").status())
                .isEqualTo(200);
    }

    @Test
    void a_note_is_held_released_corrected_and_voided_and_each_put_counts_once() {
        String id = id(add(letter()));

        for (int i = 0; i < 3; i++) {
            assertThat(note(id, "n-1", 4, "DRAFT").status()).isEqualTo(204);
        }
        assertThat(events(id)).isEqualTo(2);
        assertThat(note(id, "n-1", 4, "RELEASED").status()).isEqualTo(204);
        assertThat(note(id, "n-2", 8.01, "DRAFT").problem()).isEqualTo("not-enough-units");
        assertThat(note(id, "n-1", 5, "RELEASED").status()).isEqualTo(204);
        JsonNode now = shown(id);
        assertThat(now.path("remainingUnits").intValue()).isEqualTo(7);
        assertThat(now.path("consumedUnits").intValue()).isEqualTo(5);
        Answer voided = service.send(biller, "PUT", "/authorizations/" + id + "/notes/n-1", Map.of("state", "VOIDED"));
        assertThat(voided.status()).isEqualTo(204);
        assertThat(shown(id).path("remainingUnits").intValue()).isEqualTo(12);
    }

    @Test
    void notes_for_a_client_who_left_are_taken_up_to_the_day_it_left_and_all_of_them_once_it_is_back() {
        String id = id(add(letter("startDate", "2020-01-01")));
        service.client(organisation, "c-1", false);
        LocalDate left = service.jdbc()
                .queryForObject(
                        "select inactive_since from directory_record where tenant = ? and kind = 'client' and id = 'c-1'",
                        LocalDate.class,
                        organisation);

        assertThat(note(id, "before", 1, "DRAFT", left.minusDays(1).toString()).status())
                .isEqualTo(204);
        assertThat(note(id, "last-day", 1, "RELEASED", left.toString()).status())
                .isEqualTo(204);
        Answer after = note(id, "after", 1, "DRAFT", left.plusDays(1).toString());
        assertThat(after.status()).isEqualTo(422);
        assertThat(after.problem()).isEqualTo("inactive-client");

        service.client(organisation, "c-1", true);
        assertThat(note(id, "after", 1, "DRAFT", left.plusDays(1).toString()).status())
                .isEqualTo(204);
    }

    @Test
    void what_a_later_version_changed_takes_no_command_and_everything_else_goes_on() {
        String id = id(add(letter()));
        String other = id(add(letter("startDate", "2100-01-01", "endDate", "2100-05-31")));
        service.jdbc().update("""
                insert into domain_event_entry
                    (event_identifier, aggregate_identifier, sequence_number, type, time_stamp, payload_type, payload, meta_data)
                select 'of-tomorrow ' || aggregate_identifier, aggregate_identifier, 1, type, time_stamp, 'OfTomorrow', payload, meta_data
                  from domain_event_entry where aggregate_identifier = ?""", id);

        for (Answer answer : List.of(
                note(id, "n-1", 4, "DRAFT"),
                patch(biller, id, "\"0\"", "{\"authorizationNumber\":\"PA-1\"}"),
                act(id, "inactivate", Map.of("reason", "OTHER")),
                add(letter("endDate", "2099-06-30", "onOverlap", "END_PREVIOUS", "startDate", "2099-03-01")))) {
            assertThat(answer.status()).as(answer.http().body()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("written-by-a-later-version");
            assertThat(answer.json().path("detail").stringValue()).contains("OfTomorrow");
        }
        assertThat(events(id)).isEqualTo(2);
        assertThat(note(other, "n-1", 4, "DRAFT", "2100-01-10").status()).isEqualTo(204);

        service.jdbc().update("delete from domain_event_entry where event_identifier = ?", "of-tomorrow " + id);
        assertThat(note(id, "n-1", 4, "DRAFT").status()).isEqualTo(204);
    }

    @Test
    void of_many_who_add_the_same_authorization_at_once_one_adds_it_and_the_others_are_shown_it() {
        for (int round = 0; round < 10; round++) {
            String number = "SAME-" + round;
            int year = year(round);

            List<Answer> answers = AtOnce.each(
                    6,
                    n -> add(letter(
                            "authorizationNumber", number, "startDate", year + "-01-01", "endDate", year + "-12-31")));

            assertThat(answers.stream().map(Answer::status))
                    .containsOnlyOnce(201)
                    .isSubsetOf(201, 200);
            assertThat(answers.stream().map(each -> id(each)).distinct()).hasSize(1);
        }
    }

    @Test
    void of_two_notes_on_the_last_unit_exactly_one_wins_fifty_times() {
        for (int round = 0; round < 50; round++) {
            String id = id(add(letter(
                    "allottedUnits",
                    1,
                    "authorizationNumber",
                    "R-" + round,
                    "onOverlap",
                    "REJECT",
                    "startDate",
                    year(round) + "-01-01",
                    "endDate",
                    year(round) + "-12-31")));
            String day = year(round) + "-06-01";
            CompletableFuture<Answer> one = CompletableFuture.supplyAsync(() -> note(id, "n-1", 1, "DRAFT", day));
            CompletableFuture<Answer> two = CompletableFuture.supplyAsync(() -> note(id, "n-2", 1, "RELEASED", day));

            List<Answer> answers = List.of(one.join(), two.join());
            assertThat(answers).extracting(Answer::status).containsExactlyInAnyOrder(204, 422);
            Answer loser = answers.stream()
                    .filter(each -> each.status() == 422)
                    .findFirst()
                    .orElseThrow();
            assertThat(loser.problem()).isEqualTo("not-enough-units");
            assertThat(shown(id).path("remainingUnits").intValue()).isZero();
        }
    }

    @Test
    void inactivates_reactivates_renews_and_voids() {
        String id = id(add(letter()));
        Map<String, Object> why = Map.of("reason", "OTHER", "comment", "as agreed");

        assertThat(act(id, "inactivate", why).json().path("status").stringValue())
                .isEqualTo("INACTIVE");
        assertThat(note(id, "n-1", 1, "DRAFT").problem()).isEqualTo("inactive-authorization");
        assertThat(act(id, "reactivate", why).json().path("status").stringValue())
                .isNotEqualTo("INACTIVE");
        Answer renewed = act(id, "renew", Map.of("reason", "RENEWAL", "endDate", "2100-05-31"));
        assertThat(renewed.status()).as(renewed.http().body()).isEqualTo(201);
        assertThat(renewed.json().path("startDate").stringValue()).isEqualTo("2099-06-01");
        assertThat(act(id, "renew", Map.of("reason", "RENEWAL")).problem()).isEqualTo("missing-end-date");
        assertThat(act(id, "void", why).json().path("status").stringValue()).isEqualTo("VOIDED");
        assertThat(act(id, "inactivate", why).problem()).isEqualTo("voided");
        assertThat(act(id, "void", Map.of()).status()).isEqualTo(400);
        Integer comments = service.jdbc()
                .queryForObject(
                        "select count(*) from authorization_comment where authorization_id = ?::uuid",
                        Integer.class,
                        id);
        assertThat(comments).isEqualTo(3);
    }

    @Test
    void for_an_erased_client_nothing_is_renewed() {
        String id = id(add(letter()));
        service.erase(organisation, "c-1");

        Answer refused = act(id, "renew", Map.of("reason", "RENEWAL", "endDate", "2100-05-31"));

        assertThat(refused.status()).as(refused.http().body()).isEqualTo(422);
        assertThat(refused.problem()).isEqualTo("unknown-client");
    }

    @Test
    void a_number_that_a_spreadsheet_destroyed_is_refused_wherever_it_is_typed() {
        String id = id(add(letter()));
        for (Answer refused : List.of(
                add(letter("authorizationNumber", "#N/A")),
                service.send(
                        login("u-7", "all", EVERYTHING),
                        "PATCH",
                        "/authorizations/" + id,
                        Map.of("payerReference", "NULL"),
                        "If-Match",
                        "*"),
                act(id, "renew", Map.of("reason", "RENEWAL", "authorizationNumber", "1.23E+11")))) {
            assertThat(refused.status()).as(refused.http().body()).isEqualTo(400);
            assertThat(refused.http().body()).contains("format the column as text");
        }
    }

    @Test
    void what_one_may_not_see_is_not_there_and_permission_comes_first() {
        String id = id(add(letter()));
        Map<String, Object> why = Map.of("reason", "OTHER");
        Login foreign = new Login("another", "biller", List.of("*"), "all", EVERYTHING);
        Login otherDivision = new Login(organisation, "b", List.of("youth"), "all", EVERYTHING);
        Login notAssigned = login("u-8", "assigned", EVERYTHING);

        Stream.of(foreign, otherDivision, notAssigned).forEach(stranger -> {
            for (String action : List.of("inactivate", "reactivate", "void", "renew")) {
                assertThat(service.send(stranger, "POST", "/authorizations/" + id + "/" + action, why)
                                .status())
                        .isEqualTo(404);
            }
            assertThat(patch(stranger, id, "\"0\"", "{\"authorizationNumber\":\"X\"}")
                            .status())
                    .isEqualTo(404);
            assertThat(service.send(stranger, "PUT", "/authorizations/" + id + "/notes/n", noteBody(1, "DRAFT", DAY))
                            .status())
                    .isEqualTo(404);
            assertThat(service.send(stranger, "POST", "/authorizations", letter())
                            .problem())
                    .isEqualTo("unknown-client");
        });
        Login reader = login("reader", "all", List.of("auth:read"));
        assertThat(patch(reader, UUID.randomUUID().toString(), "\"0\"", "{}").status())
                .isEqualTo(403);
        assertThat(patch(biller, "no-uuid", "\"0\"", "{\"authorizationNumber\":\"X\"}")
                        .status())
                .isEqualTo(404);
        assertThat(service.send(login("u-7", "assigned", EVERYTHING), "POST", "/authorizations/" + id + "/void", why)
                        .status())
                .isEqualTo(200);
    }

    private static final String DAY = "2099-01-10";

    private Login login(String user, String clients, List<String> permissions) {
        return new Login(organisation, user, List.of("*"), clients, permissions);
    }

    private static Map<String, Object> letter(Object... more) {
        Map<String, Object> body = new HashMap<>(
                Map.of("clientId", "c-1", "billingCode", "H0031", "startDate", "2099-01-01", "endDate", "2099-05-31"));
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return body;
    }

    private static Map<String, Object> without(Map<String, Object> body, String field) {
        body.remove(field);
        return body;
    }

    private static int year(int round) {
        return 2101 + round;
    }

    private Answer add(Object body) {
        return service.send(biller, "POST", "/authorizations", body);
    }

    private Answer patch(Login login, String id, String ifMatch, String body) {
        return ifMatch.isEmpty()
                ? service.send(login, "PATCH", "/authorizations/" + id, body)
                : service.send(login, "PATCH", "/authorizations/" + id, body, "If-Match", ifMatch);
    }

    private Answer act(String id, String action, Map<String, Object> body) {
        return service.send(biller, "POST", "/authorizations/" + id + "/" + action, body);
    }

    private Answer note(String id, String note, Number units, String state) {
        return note(id, note, units, state, DAY);
    }

    private Answer note(String id, String note, Number units, String state, String day) {
        return service.send(biller, "PUT", "/authorizations/" + id + "/notes/" + note, noteBody(units, state, day));
    }

    private static Map<String, Object> noteBody(Number units, String state, String day) {
        return Map.of("serviceDate", day, "units", units, "state", state);
    }

    /** As it is now: an action that changes nothing shows it. */
    private JsonNode shown(String id) {
        return act(id, "reactivate", Map.of("reason", "OTHER")).json();
    }

    private static String id(Answer answer) {
        assertThat(answer.status()).as(answer.http().body()).isIn(200, 201);
        return answer.json().path("authorizationId").stringValue();
    }

    private long events(String id) {
        Long count = service.jdbc()
                .queryForObject(
                        "select count(*) from domain_event_entry where aggregate_identifier = ?", Long.class, id);
        return count == null ? 0 : count;
    }

    private long windows() {
        Long count = service.jdbc()
                .queryForObject("select count(*) from authorization_window where tenant = ?", Long.class, organisation);
        return count == null ? 0 : count;
    }
}
