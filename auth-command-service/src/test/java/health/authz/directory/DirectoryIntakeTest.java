package health.authz.directory;

import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.directory.RunningDirectory.Answer;
import health.authz.events.ClientId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.envelope.Topics;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reference data in: kept once, published once, erased everywhere. */
class DirectoryIntakeTest {
    private static final List<String> WRITER = List.of("directory:write");
    private static final String SAMPLE =
            "{\"name\":{\"family\":\"Sample\",\"given\":\"Robin\"},\"birthDate\":\"2015-02-28\",\"divisionIds\":[\"child\","
                    + "\"adult\"],\"payerIds\":[\"bcbs\",\"aetna\"],\"assignedUserIds\":[\"clinician\"]}";
    private static RunningDirectory running;
    private final String tenant = "t-" + UUID.randomUUID();

    @BeforeAll
    static void start() {
        running = new RunningDirectory();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    @Test
    void what_is_already_so_is_published_once() {
        for (int n = 0; n < 3; n++) {
            put("/payers/bcbs", "{\"name\":\"Blue\"}", 204);
        }
        put("/payers/bcbs", "{\"overusePolicy\":\"BLOCK\",\"name\":\" Blue \"}", 204);
        put("/payers/bcbs", "{\"name\":\"Bluer\"}", 204);
        put("/divisions/last", "{\"name\":\"L\",\"timeZone\":\"UTC\"}", 204);

        List<ConsumerRecord<String, String>> published = running.published(Topics.REFERENCE_DIRECTORY, tenant, 3);
        assertThat(published)
                .extracting(ConsumerRecord::key)
                .containsExactly(tenant + "/payer/bcbs", tenant + "/payer/bcbs", tenant + "/division/last");
        assertThat(RunningDirectory.header(published.getFirst(), "ce_type")).isEqualTo("directory.payer");
        assertThat(RunningDirectory.header(published.getFirst(), "tenantid")).isEqualTo(tenant);
    }

    @Test
    void erasing_leaves_a_tombstone_and_no_name_in_the_database() {
        put("/clients/c-1", SAMPLE, 204);
        assertThat(ask("DELETE", "/clients/c-1", "").status()).isEqualTo(204);
        assertThat(ask("DELETE", "/clients/c-1", "").status()).isEqualTo(204);

        List<ConsumerRecord<String, String>> client = running.published(Topics.CLIENT_DIRECTORY, tenant, 2);
        assertThat(client).hasSize(2);
        assertThat(client.getLast().value()).isNull();
        assertThat(RunningDirectory.header(client.getLast(), "ce_subject")).isEqualTo(tenant + "/client/c-1");
        client.getLast().headers().forEach(header -> assertThat(new String(header.value(), StandardCharsets.UTF_8))
                .doesNotContain("Sample", "Robin"));
        eventually(() -> rows("select count(*) from outbox where key like ?", tenant + "/%") == 0);
        assertThat(running.jdbc.queryForMap("select * from directory_record where tenant = ?", tenant))
                .as("the id and how often it was written, nothing else")
                .isEqualTo(row("client", "c-1", 2));
    }

    private Map<String, Object> row(String kind, String id, long version) {
        Map<String, Object> row = new HashMap<>();
        row.put("tenant", tenant);
        row.put("kind", kind);
        row.put("id", id);
        row.put("value", null);
        row.put("inactive_since", null);
        row.put("version", version);
        return row;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/clients/c | {} | name",
                "/clients/c | {\"name\":\"Robin\"} | name",
                "/clients/c | {\"name\":{\"given\":\"R\"}} | name.family",
                "/clients/c | {\"name\":{\"family\":null,\"given\":\"R\"}} | name.family",
                "/clients/c | {\"name\":{\"family\":\"S\",\"given\":\" \"}} | name.given",
                "/clients/c | {\"name\":{\"family\":\"S\",\"given\":\"R\",\"x\":1}} | name.x",
                "/clients/c | {\"name\":{\"family\":\"S\",\"given\":\"R\"},\"birthDate\":\"2015-02-29\"} | birthDate",
                "/clients/c | {\"name\":{\"family\":\"S\",\"given\":\"R\"},\"active\":\"yes\"} | active",
                "/clients/c | {\"name\":{\"family\":\"S\",\"given\":\"R\"},\"payerIds\":\"bcbs\"} | payerIds",
                "/clients/c | {\"name\":{\"family\":\"S\",\"given\":\"R\"},\"payerIds\":[7]} | payerIds",
                "/users/u | {\"email\":\"u@example.org\"} | name",
                "/payers/p | {\"name\":\"P\",\"overusePolicy\":\"ALLOW\"} | overusePolicy",
                "/divisions/d | {\"name\":\"D\"} | timeZone",
                "/divisions/d | {\"name\":\"D\",\"timeZone\":\"Mars/Olympus\"} | timeZone",
                "/divisions/d | {\"name\":\"D\",\"timeZone\":\"+05:00\"} | timeZone",
                "/client-groups/g | {\"name\":\"\"} | name",
                "/user-groups/g | {\"name\":\"G\",\"members\":[]} | members",
                "/payers/a$b | {\"name\":\"P\"} | id"
            })
    void a_wrong_field_is_named_and_what_stood_in_it_is_not(String path, String body, String field) {
        Answer refused = put(path, body, 400);

        assertThat(refused.json().path("errors").valueStream().map(each -> each.path("field")
                        .stringValue()))
                .contains(field);
        assertThat(refused.text()).doesNotContain("Robin", "u@example.org", "Olympus");
        assertThat(rows("select count(*) from directory_record where tenant = ?", tenant))
                .isZero();
    }

    @Test
    void nobody_writes_without_the_permission_or_into_another_organisation() {
        for (String path : List.of("/clients/c", "/users/u", "/payers/p", "/divisions/d", "/client-groups/g")) {
            assertThat(running.ask(tenant, List.of("directory:read"), "PUT", path, "application/json", "{}")
                            .status())
                    .isEqualTo(403);
        }
        put("/payers/bcbs", "{\"name\":\"Blue\"}", 204);
        assertThat(running.ask("other-" + tenant, WRITER, "DELETE", "/payers/bcbs", "application/json", "")
                        .status())
                .isEqualTo(204);
        assertThat(rows("select count(*) from directory_record where tenant = ?", tenant))
                .isEqualTo(1);
    }

    @Test
    void an_import_over_a_megabyte_takes_the_good_lines_and_lists_the_bad() {
        StringBuilder lines = new StringBuilder();
        for (int n = 1; n <= 6_000; n++) {
            lines.append(
                    switch (n) {
                        case 2 -> "{\"kind\":\"client\",\"id\":\"c-2\",\"value\":{\"name\":\"Robin\"}}";
                        case 700 -> "not json of Robin";
                        case 701 -> "{\"kind\":\"pet\",\"id\":\"x\",\"value\":{}}";
                        case 702 -> "{\"kind\":\"client\",\"id\":\"c\",\"id\":\"d\",\"value\":{}}";
                        case 703 -> "x".repeat(BoundedLines.CHARACTERS_MAX + 1);
                        case 704 -> "";
                        default -> "{\"kind\":\"client\",\"id\":\"c-" + n + "\",\"value\":" + SAMPLE + "}";
                    });
            lines.append('\n');
        }

        Answer answer = importing(lines.toString());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("accepted").intValue()).isEqualTo(5_994);
        assertThat(answer.json().path("rejected").intValue()).isEqualTo(5);
        assertThat(answer.json()
                        .path("problems")
                        .valueStream()
                        .map(each -> each.path("line").intValue()
                                + " "
                                + each.path("field").stringValue()))
                .containsExactly("2 value.name", "700 line", "701 kind", "702 line", "703 line");
        assertThat(answer.text()).doesNotContain("Robin", "pet");
        assertThat(rows("select count(*) from directory_record where tenant = ?", tenant))
                .isEqualTo(5_994);
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused_by_line_and_a_byte_order_mark_does_no_harm() {
        String line = "{\"kind\":\"client\",\"id\":\"%s\",\"value\":{\"name\":{\"family\":\"%s\",\"given\":\"Ann\"}}}";
        String lines = "\ufeff" + line.formatted("c-1", "Reed") + "\n\ufeff" + line.formatted("c-2", "\u00c9ric") + "\n"
                + line.formatted("c-3", "a\\ud800") + "\n" + line.formatted("c-4", "a\\ufffd") + "\n";

        Answer utf8 = importing(lines);

        assertThat(utf8.json().path("accepted").intValue()).isEqualTo(2);
        assertThat(utf8.json()
                        .path("problems")
                        .valueStream()
                        .map(each -> each.path("line").intValue() + " "
                                + each.path("field").stringValue()))
                .containsExactly("3 value.name.family", "4 value.name.family");

        Answer latin1 = running.ask(
                tenant,
                WRITER,
                "POST",
                "/directory/import",
                "application/x-ndjson",
                line.formatted("c-5", "\u00c9ric").getBytes(StandardCharsets.ISO_8859_1));
        assertThat(latin1.status()).isEqualTo(200);
        assertThat(latin1.json().path("accepted").intValue()).isZero();
        assertThat(latin1.json().path("problems").get(0).path("line").intValue())
                .isEqualTo(1);
        assertThat(latin1.json().path("problems").get(0).path("detail").stringValue())
                .contains("UTF-8");
        assertThat(running.ask(
                                tenant,
                                WRITER,
                                "POST",
                                "/directory/import",
                                "application/x-ndjson;charset=ISO-8859-1",
                                line.formatted("c-6", "Reed"))
                        .status())
                .isEqualTo(415);
        assertThat(rows("select count(*) from directory_record where tenant = ?", tenant))
                .isEqualTo(2);
        assertThat(put("/clients/c-1", "{\"name\":{\"family\":\"a\\ud800\",\"given\":\"b\"}}", 400)
                        .json()
                        .path("errors")
                        .get(0)
                        .path("field")
                        .stringValue())
                .isEqualTo("name.family");
    }

    @Test
    void ids_are_what_is_seen_of_them_and_need_a_letter_or_a_digit() {
        String line = "{\"kind\":\"payer\",\"id\":\"%s\",\"value\":{\"name\":\"Blue\"}}\n";

        Answer answer = importing(
                line.formatted("..") + line.formatted(".") + line.formatted("@:-") + line.formatted("\u200bp-1\u00a0"));

        assertThat(answer.json()
                        .path("problems")
                        .valueStream()
                        .map(each -> each.path("line").intValue() + " "
                                + each.path("field").stringValue()))
                .containsExactly("1 id", "2 id", "3 id");
        assertThat(running.jdbc.queryForList("select id from directory_record where tenant = ?", String.class, tenant))
                .containsExactly("p-1");
    }

    @ParameterizedTest
    @CsvSource({"kind=client, kind", "dateFormat=MM/dd/yyyy, dateFormat", "noSuchField=1, noSuchField"})
    void what_is_for_sheets_or_for_nobody_is_refused_beside_lines_of_objects(String query, String field) {
        String line = "{\"kind\":\"client-group\",\"id\":\"cg-9\",\"value\":{\"name\":\"Nine\"}}\n";

        Answer answer = running.ask(tenant, WRITER, "POST", "/directory/import?" + query, "application/x-ndjson", line);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("errors").get(0).path("field").stringValue())
                .isEqualTo(field);
        assertThat(rows("select count(*) from directory_record where tenant = ?", tenant))
                .isZero();
    }

    @Test
    void of_two_lines_with_one_id_the_later_holds_and_an_import_needs_the_permission() {
        importing("{\"kind\":\"payer\",\"id\":\"p\",\"value\":{\"name\":\"Old\"}}\n"
                + "{\"kind\":\"payer\",\"id\":\"p\",\"value\":{\"name\":\"New\"}}");

        assertThat(running.jdbc.queryForObject(
                        "select value from directory_record where tenant = ?", String.class, tenant))
                .contains("New");
        assertThat(running.ask(tenant, List.of(), "POST", "/directory/import", "application/x-ndjson", "")
                        .status())
                .isEqualTo(403);
        assertThat(running.ask(tenant, WRITER, "POST", "/directory/import", "application/json", "{}")
                        .status())
                .isEqualTo(415);
    }

    private RunningDirectory.Answer sheet(String query, String text) {
        return running.ask(tenant, WRITER, "POST", "/directory/import" + query, "text/csv", text);
    }

    private String value(String client) {
        return running.jdbc.queryForObject(
                "select value from directory_record where tenant = ? and id = ?", String.class, tenant, client);
    }

    @Test
    void clients_come_as_a_sheet_with_lists_in_a_cell_and_bad_lines_name_fields_and_nobody() {
        RunningDirectory.Answer answer = sheet(
                "?kind=client&dateFormat=MM/dd/yyyy",
                "Client ID;Last name;First name;DOB;Active;Division IDs;payer_ids;Phone\r\n"
                        + "c-1;Sample;Robin;2/28/2015;Yes;adult|youth;bcbs | aetna;555\r\n"
                        + "c-2;Reed;Ann;28/02/2015;perhaps;;;\r\n"
                        + "..;Reed;Bea;;;;;\r\n"
                        + ";;;;;;;\r\n"
                        + "c-3;Reed;Cy;2015-02-28;0;;;\r\n");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("accepted").intValue()).isEqualTo(2);
        assertThat(answer.json().path("rejected").intValue()).isEqualTo(2);
        assertThat(answer.json().path("ignoredColumns").toString()).isEqualTo("[\"Phone\"]");
        assertThat(answer.json().path("problems"))
                .extracting(problem -> problem.path("line").intValue() + " "
                        + problem.path("field").stringValue())
                .containsExactlyInAnyOrder("3 birthDate", "3 active", "4 id");
        assertThat(answer.text()).doesNotContain("Reed").doesNotContain("28/02/2015");
        assertThat(value("c-1")).contains("\"Sample\"", "2015-02-28", "[\"adult\",\"youth\"]", "[\"bcbs\",\"aetna\"]");
        assertThat(value("c-3")).contains("\"active\":false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"family\":\"Suharto\",\"given\":null}", "{\"family\":\"Suharto\"}"})
    void who_has_one_name_is_kept_told_and_named_by_it(String name) {
        put("/clients/c-1", "{\"name\":" + name + "}", 204);

        assertThat(running.published(Topics.CLIENT_DIRECTORY, tenant, 1)
                        .getFirst()
                        .value())
                .contains("\"name\":{\"family\":\"Suharto\"}");
        ClientId id = new ClientId("c-1");
        assertThat(running.directory
                        .clients(new TenantId(tenant), List.of(id))
                        .get(id)
                        .name())
                .isEqualTo("Suharto");
    }

    @Test
    void a_sheet_may_leave_the_given_name_blank_and_may_clear_it() {
        put("/clients/c-2", SAMPLE, 204);

        assertThat(sheet("?kind=client", "id,family,given\nc-1,Suharto,\nc-2,,\\clear\n")
                        .json()
                        .path("accepted")
                        .intValue())
                .isEqualTo(2);
        assertThat(value("c-1")).contains("\"name\":{\"family\":\"Suharto\"}");
        assertThat(value("c-2")).contains("\"name\":{\"family\":\"Sample\"}");
    }

    @Test
    void a_blank_cell_and_a_column_that_is_not_there_leave_what_is_known_of_a_client() {
        put("/clients/c-1", SAMPLE, 204);
        String before = value("c-1");

        assertThat(sheet("?kind=client", "id,family,divisionIds\nc-1,,\n")
                        .json()
                        .path("accepted")
                        .intValue())
                .isEqualTo(1);
        assertThat(value("c-1")).isEqualTo(before);
        sheet("?kind=client", "id,family,payerIds\nc-1,Other,\\clear\nc-1,,cigna\n");
        assertThat(value("c-1")).contains("\"Other\"", "\"payerIds\":[\"cigna\"]");
        assertThat(value("c-1")).contains("\"divisionIds\":[\"child\"");
    }

    @Test
    void a_sheet_says_its_kind_and_names_its_columns() {
        assertThat(sheet("", "id\nc-1\n").status()).isEqualTo(400);
        assertThat(sheet("?kind=payer", "id\nc-1\n").text()).contains("kind=client");
        assertThat(sheet("?kind=client&dateFormat=yy", "id\nc-1\n").text()).contains("dateFormat");
        assertThat(sheet("?kind=client", "family,given\nA,B\n").status()).isEqualTo(422);
        assertThat(sheet("?kind=client", "id,client id\nc-1,c-1\n").status()).isEqualTo(422);
        assertThat(running.ask(tenant, List.of(), "POST", "/directory/import?kind=client", "text/csv", "id\n")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void decisions_see_a_client_with_the_zone_of_its_first_division() {
        put("/divisions/child", "{\"name\":\"Child\",\"timeZone\":\"America/New_York\"}", 204);
        put("/clients/c-1", SAMPLE, 204);
        put("/clients/c-2", "{\"name\":{\"family\":\"Sample\",\"given\":\"Kim\"},\"active\":false}", 204);

        Map<ClientId, ClientFacts> found = running.directory.clients(
                new TenantId(tenant), List.of(new ClientId("c-1"), new ClientId("c-2"), new ClientId("c-3")));

        assertThat(found).hasSize(2);
        ClientFacts first = found.get(new ClientId("c-1"));
        assertThat(first.zone()).isEqualTo(ZoneId.of("America/New_York"));
        assertThat(first.payerIds()).containsExactly(new PayerId("bcbs"), new PayerId("aetna"));
        assertThat(first.name()).isEqualTo("Sample, Robin");
        assertThat(found.get(new ClientId("c-2")).zone()).isEqualTo(ZoneOffset.UTC);
        assertThat(found.get(new ClientId("c-2")).active()).isFalse();
    }

    @Test
    void the_day_on_which_a_client_became_inactive_is_kept_in_its_own_zone() {
        put("/divisions/east", "{\"name\":\"East\",\"timeZone\":\"Pacific/Kiritimati\"}", 204);
        put("/divisions/west", "{\"name\":\"West\",\"timeZone\":\"Etc/GMT+12\"}", 204);
        for (String division : List.of("east", "west")) {
            put("/clients/" + division, client(division, true, "Robin"), 204);
            assertThat(inactiveSince(division)).isNull();
            put("/clients/" + division, client(division, false, "Robin"), 204);
        }

        assertThat(inactiveSince("east")).as("these zones never share a day").isAfter(inactiveSince("west"));
        assertThat(inactiveSince("west")).isBetween(LocalDate.EPOCH, LocalDate.now(ZoneOffset.UTC));
    }

    @Test
    void a_client_who_stays_inactive_keeps_its_day_until_it_is_active_again() {
        put("/clients/c-1", client("child", true, "Robin"), 204);
        put("/clients/c-1", client("child", false, "Robin"), 204);
        running.jdbc.update(
                "update directory_record set inactive_since = date '2026-01-31' where tenant = ? and id = 'c-1'",
                tenant);

        put("/clients/c-1", client("child", false, "Robert"), 204);
        importing("{\"kind\":\"client\",\"id\":\"c-1\",\"value\":" + client("adult", false, "Robin") + "}");
        assertThat(inactiveSince("c-1")).isEqualTo("2026-01-31");

        put("/clients/c-1", client("child", true, "Robin"), 204);
        assertThat(inactiveSince("c-1")).isNull();
        put("/clients/c-1", client("child", false, "Robin"), 204);
        assertThat(inactiveSince("c-1")).isAfter(LocalDate.parse("2026-01-31"));
    }

    private LocalDate inactiveSince(String client) {
        ClientId id = new ClientId(client);
        return running.directory
                .clients(new TenantId(tenant), List.of(id))
                .get(id)
                .inactiveSince();
    }

    private static String client(String division, boolean active, String given) {
        return "{\"name\":{\"family\":\"Sample\",\"given\":\"%s\"},\"active\":%b,\"divisionIds\":[\"%s\"]}"
                .formatted(given, active, division);
    }

    private Answer importing(String lines) {
        return running.ask(tenant, WRITER, "POST", "/directory/import", "application/x-ndjson", lines);
    }

    private Answer put(String path, String body, int expected) {
        Answer answer = ask("PUT", path, body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(expected);
        return answer;
    }

    private Answer ask(String method, String path, String body) {
        return running.ask(tenant, WRITER, method, path, "application/json", body);
    }

    private static long rows(String sql, String argument) {
        return running.jdbc.queryForObject(sql, Long.class, argument);
    }
}
