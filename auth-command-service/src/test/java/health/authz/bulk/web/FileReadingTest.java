package health.authz.bulk.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import health.authz.authorization.domain.Change;
import health.authz.authorization.domain.Step;
import health.authz.bulk.application.FileBody;
import health.authz.bulk.application.FileProblem;
import health.authz.bulk.application.FileRow;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.PayerId;
import health.authz.events.Units;
import health.authz.events.bulk.BulkOperationEvent.BulkKind;
import health.authz.platform.json.Json;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.QueryParameters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people and spreadsheets write them, and all that can be wrong with them. */
class FileReadingTest {
    private static final String HEADER = "clientId,billingCode,startDate,endDate,allottedUnits,authorizationNumber";
    private static final String ID = "01a20000-0000-8000-8000-000000000001";

    /** What came of a file. */
    private record Read(
            List<FileRow> rows,
            List<FileProblem> problems,
            List<String> columns,
            List<String> ignored,
            List<List<String>> bad) {
        List<String> places() {
            return problems.stream()
                    .map(problem -> problem.line() + " " + problem.column())
                    .toList();
        }

        FileRow only() {
            assertThat(problems).isEmpty();
            assertThat(rows).hasSize(1);
            return rows.getFirst();
        }
    }

    private static final class Collected implements FileBody.Lines {
        private final Read read =
                new Read(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());

        @Override
        public void row(FileRow row) {
            read.rows().add(row);
        }

        @Override
        public void bad(List<FileProblem> problems, List<String> cells) {
            read.problems().addAll(problems);
            read.bad().add(cells);
        }

        @Override
        public void columns(List<String> columns, List<String> ignored) {
            read.columns().addAll(columns);
            read.ignored().addAll(ignored);
        }
    }

    private static Read csv(BulkKind kind, byte[] bytes) {
        return read(new CsvFile(new ByteArrayInputStream(bytes), FileForm.of(kind)));
    }

    private static final String VENDOR = """
            {"columns":{"Service Code":"billingCode","Units":null,"Qty":"allottedUnits"},"dateFormat":"MM/dd/yyyy","skipLines":1,
             "defaults":{"payerId":"bcbs","endDate":"2027-12-31"}}""";

    private static FileForm form(BulkKind kind, Map<String, String> query) {
        return FileForm.of(
                kind,
                QueryParameters.of(query, FileForm.PARAMETERS),
                true,
                name -> name.equals("vendor")
                        ? Optional.of(MappingForm.read(Json.mapper().readTree(VENDOR)))
                        : Optional.empty());
    }

    private static Read csv(BulkKind kind, Map<String, String> query, String... lines) {
        return read(
                new CsvFile(new ByteArrayInputStream(String.join("\n", lines).getBytes(UTF_8)), form(kind, query)));
    }

    private static Read add(String... lines) {
        return csv(BulkKind.ADD, String.join("\n", lines).getBytes(UTF_8));
    }

    private static Read update(String... lines) {
        return csv(BulkKind.UPDATE, String.join("\n", lines).getBytes(UTF_8));
    }

    private static Read ndjson(BulkKind kind, String... lines) {
        return read(
                new NdjsonFile(new ByteArrayInputStream(String.join("\n", lines).getBytes(UTF_8)), FileForm.of(kind)));
    }

    private static Read read(FileBody file) {
        Collected lines = new Collected();
        try {
            file.readInto(lines);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return lines.read;
    }

    private static ProblemException refused(BulkKind kind, byte[] bytes) {
        ProblemException[] refusal = {null};
        assertThatThrownBy(() -> csv(kind, bytes)).isInstanceOfSatisfying(ProblemException.class, problem -> {
            assertThat(problem.slug()).isEqualTo("unreadable-file");
            assertThat(problem.status().value()).isEqualTo(422);
            refusal[0] = problem;
        });
        return refusal[0];
    }

    private static ProblemException refused(BulkKind kind, String... lines) {
        return refused(kind, String.join("\n", lines).getBytes(UTF_8));
    }

    @Test
    void a_line_is_one_authorization_with_its_own_values() {
        FileRow row = add(
                        "clientId,billingCode,authorizationNumber,payerReference,payerId,allottedUnits,remainingUnits,"
                                + "unitAlertLevel,expirationAlertDays,startDate,endDate,unmanaged",
                        "c-1,H0031,PA-881,call 4471,bcbs,48,12.5,4,14,2026-12-01,2027-05-31,FALSE")
                .only();

        assertThat(row.line()).isEqualTo(2);
        assertThat(row.client()).isEqualTo(new ClientId("c-1"));
        assertThat(row.code()).isEqualTo(new BillingCode("H0031"));
        assertThat(row.values().authorizationNumber()).isEqualTo(Change.set("PA-881"));
        assertThat(row.values().payerReference()).isEqualTo(Change.set("call 4471"));
        assertThat(row.values().payerId()).isEqualTo(Change.set(new PayerId("bcbs")));
        assertThat(row.values().allottedUnits()).isEqualTo(Change.set(Units.units("48")));
        assertThat(row.values().remainingUnits()).isEqualTo(Change.set(Units.units("12.5")));
        assertThat(row.values().unitAlertLevel()).isEqualTo(Change.set(Units.units("4")));
        assertThat(row.values().expirationAlertDays()).isEqualTo(Change.set(14));
        assertThat(row.values().startDate()).isEqualTo(Change.set(LocalDate.of(2026, 12, 1)));
        assertThat(row.values().endDate()).isEqualTo(Change.set(LocalDate.of(2027, 5, 31)));
        assertThat(row.values().unmanaged()).isEqualTo(Change.set(false));
    }

    @Test
    void an_empty_cell_leaves_its_field_and_the_word_for_it_clears_it() {
        FileRow row = update(
                        "authorizationId,authorizationNumber,payerReference,endDate,unmanaged",
                        ID + ",\\clear,,2027-05-31,NA")
                .only();

        assertThat(row.values().authorizationNumber()).isEqualTo(Change.clear());
        assertThat(row.values().payerReference()).isEqualTo(Change.keep());
        assertThat(row.values().unmanaged()).isEqualTo(Change.keep());
    }

    @Test
    void with_an_id_the_start_is_changed_and_without_one_it_finds_the_row() {
        FileRow byId = update("authorizationId,startDate", ID + ",2026-12-02").only();
        FileRow byStart = update("clientId,billingCode,startDate,endDate", "c-1,H0031,2026-12-01,2027-06-30")
                .only();

        assertThat(byId.start()).isNull();
        assertThat(byId.values().startDate()).isEqualTo(Change.set(LocalDate.of(2026, 12, 2)));
        assertThat(byStart.start()).isEqualTo(LocalDate.of(2026, 12, 1));
        assertThat(byStart.values().startDate()).isEqualTo(Change.keep());
    }

    @Test
    void byte_order_marks_line_ends_quotes_and_empty_lines_of_spreadsheets_do_no_harm() {
        String text = "\uFEFF\"clientId\",billingCode,startDate,endDate,allottedUnits,authorizationNumber,,\r\n"
                + "\"c-1\", H0031 ,2026-12-01,2027-05-31,12.00,\"PA \"\"881\"\", new\",,\r\n"
                + ",,,,,,,\r\n"
                + "\r\n"
                + "c-2,H0031,2026-12-01\r\n";
        Read read = csv(BulkKind.ADD, text.getBytes(UTF_8));

        assertThat(read.problems()).isEmpty();
        assertThat(read.rows()).extracting(FileRow::line).containsExactly(2L, 5L);
        assertThat(read.rows().getFirst().code()).isEqualTo(new BillingCode("H0031"));
        assertThat(read.rows().getFirst().values().authorizationNumber()).isEqualTo(Change.set("PA \"881\", new"));
    }

    @Test
    void a_formula_is_text_and_the_apostrophe_of_our_own_export_is_taken_off() {
        Read read = add(
                HEADER,
                "c-1,H0031,2026-12-01,2027-05-31,12,=1+1",
                "c-2,H0031,2026-12-01,2027-05-31,12,'=1+1",
                "c-3,H0031,2026-12-01,2027-05-31,12,'abc");

        assertThat(read.problems()).isEmpty();
        assertThat(read.rows())
                .extracting(row -> row.values().authorizationNumber())
                .containsExactly(Change.set("=1+1"), Change.set("=1+1"), Change.set("'abc"));
    }

    @Test
    void what_results_and_lists_say_besides_is_passed_over() {
        FileRow row = update(
                        "line,outcome,seq,problem,detail,authorizationId,endDate,clientName,status",
                        "7,REJECTED,3,/problems/dates-reversed,\"two\nlines\"," + ID + ",2027-05-31,\"F, G\",ACTIVE")
                .only();

        assertThat(row.values().endDate()).isEqualTo(Change.set(LocalDate.of(2027, 5, 31)));
    }

    @ParameterizedTest
    @CsvSource({
        "startDate,12/01/2026,is a date",
        "endDate,2026-02-30,is a date",
        "allottedUnits,a lot,is a number",
        "allottedUnits,-1,0 or more",
        "allottedUnits,1.234,two decimals",
        "allottedUnits,'1,200',without separators",
        "unitAlertLevel,99999999,at most",
        "expirationAlertDays,1.5,whole number",
        "unmanaged,perhaps,true, false or NA",
        "startDate,\\clear,cannot be cleared",
        "payerReference,'two\nlines',line break"
    })
    void a_wrong_cell_is_a_problem_of_its_line_and_column(String column, String cell, String detail) {
        String[] columns = {"clientId", "billingCode", "startDate", "endDate"};
        boolean isThere = List.of(columns).contains(column);
        String header = "clientId,billingCode,startDate,endDate" + (isThere ? "" : "," + column);
        String[] cells = {"c-1", "H0031", "2026-12-01", "2027-05-31"};
        if (isThere) {
            cells[List.of(columns).indexOf(column)] = "\"" + cell + "\"";
        }
        Read read = add(header, String.join(",", cells) + (isThere ? "" : ",\"" + cell + "\""));

        assertThat(read.rows()).isEmpty();
        assertThat(read.places()).containsExactly("2 " + column);
        assertThat(read.problems().getFirst().detail()).contains(detail.split(",")[0]);
    }

    @Test
    void what_a_spreadsheet_destroyed_is_a_problem_of_its_line_with_the_way_out() {
        Read read = update(
                "authorizationId,authorizationNumber,payerReference",
                ID + ",4.71104E+11,",
                ID + ",481516,",
                ID + ",123456789.0,",
                ID + ",#N/A,",
                ID + ",QX-1,#NAME?");

        assertThat(read.places()).containsExactly("2 authorizationNumber", "5 authorizationNumber", "6 payerReference");
        assertThat(read.problems())
                .allSatisfy(problem -> assertThat(problem.detail()).contains("format the column as text"));
        assertThat(read.problems().getFirst().detail()).contains("4.71104E+11");
        assertThat(ndjson(BulkKind.UPDATE, "{\"authorizationId\":\"" + ID + "\",\"authorizationNumber\":\"1.23E+11\"}")
                        .places())
                .containsExactly("1 authorizationNumber");
    }

    @Test
    void what_nobody_sees_does_no_harm() {
        Read read = add(
                "clientId,billingCode,startDate,endDate\u00a0,allottedUnits,authorizationNumber",
                "cl-1\u00a0,H2014,2026-12-01,2027-05-31,12,QX-9 ",
                "cl-2,H2014,2026-12-01,2027-05-31,12,\u200bQX-9",
                "cl-3,H2014,2026-12-01,2027-05-31,12,\u00a0",
                "\u202acl-4\u202c,H2014,2026-12-01,2027-05-31,12,QX\u20139");

        assertThat(read.problems()).isEmpty();
        assertThat(read.rows())
                .extracting(FileRow::client)
                .containsExactly(
                        new ClientId("cl-1"), new ClientId("cl-2"), new ClientId("cl-3"), new ClientId("cl-4"));
        assertThat(read.rows())
                .extracting(row -> row.values().authorizationNumber())
                .containsExactly(Change.set("QX-9"), Change.set("QX-9"), Change.keep(), Change.set("QX\u20139"));
    }

    @Test
    void lost_characters_are_refused_however_they_are_written_and_marks_between_files_do_no_harm() {
        String line =
                "{\"clientId\":\"c-1\",\"billingCode\":\"H0031\",\"startDate\":\"2026-12-01\",\"payerReference\":\"%s\"}";
        Read read = ndjson(
                BulkKind.ADD,
                "\ufeff" + line.formatted("a"),
                "\ufeff" + line.formatted("b"),
                line.formatted("\\ud800"),
                line.formatted("\\ufffd"),
                line.formatted("\ufffd"),
                line.formatted("\\ud83d\\ude00"),
                "{\"\\udc00\":1}");

        assertThat(read.rows()).extracting(FileRow::line).containsExactly(1L, 2L, 6L);
        assertThat(read.places()).containsExactly("3 payerReference", "4 payerReference", "5 line", "7 body");
    }

    @Test
    void good_lines_between_bad_ones_are_read_and_each_bad_one_says_all_that_is_wrong_with_it() {
        Read read = add(
                HEADER,
                ",H0031,soon,2027-05-31,-4,",
                "c-2,H0031,2026-12-01,2027-05-31,12,",
                HEADER,
                "c-3,H0031,2026-12-01,2027-05-31,12,PA-1,more");

        assertThat(read.rows()).extracting(FileRow::line).containsExactly(3L);
        assertThat(read.places())
                .containsExactlyInAnyOrder("2 clientId", "2 startDate", "2 allottedUnits", "4 line", "5 line");
    }

    @Test
    void bytes_that_are_not_utf_8_are_a_problem_of_their_cell() {
        String text = HEADER + "\nc-1,H0031,2026-12-01,2027-05-31,12,caf\u00e9\nc-2,H0031,2026-12-01,2027-05-31,12,x";
        Read read = csv(BulkKind.ADD, text.getBytes(ISO_8859_1));

        assertThat(read.rows()).hasSize(1);
        assertThat(read.places()).containsExactly("2 authorizationNumber");
        assertThat(read.problems().getFirst().detail()).contains("UTF-8");
        assertThat(refused(BulkKind.ADD, text.getBytes(UTF_16)).detail()).contains("UTF-8");
    }

    @Test
    void a_cell_of_two_megabytes_is_a_problem_of_its_line_like_any_other() {
        Read read = add(
                HEADER,
                "c-1,H0031,2026-12-01,2027-05-31,12," + "x".repeat(2 << 20),
                "c-2,H0031,2026-12-01,2027-05-31,12,PA-1");

        assertThat(read.places()).containsExactly("2 authorizationNumber");
        assertThat(read.problems().getFirst().detail()).contains("50 characters");
        assertThat(read.rows()).hasSize(1);
    }

    @Test
    void a_thousand_columns_are_refused_in_few_words() {
        String header = IntStream.range(0, 1_000).mapToObj(i -> "column" + i).collect(Collectors.joining(","));
        ProblemException refused = refused(BulkKind.ADD, "clientId," + header, "1");

        assertThat(refused.errors()).hasSize(2);
        assertThat(refused.detail())
                .contains("column0")
                .contains("more, see errors")
                .hasSizeLessThan(600);
        assertThat(add("clientId,billingCode,startDate," + header, "c-1,H0031,2026-12-01")
                        .ignored())
                .hasSize(100);
    }

    @Test
    void a_header_that_is_missing_or_twice_refuses_the_file_and_names_what_is_known() {
        assertThat(refused(BulkKind.ADD, "").detail()).contains("empty");
        assertThat(refused(BulkKind.ADD, "c-1,H0031,2026-12-01").detail())
                .contains("names none of the columns: allottedUnits, authorizationId")
                .doesNotContain("c-1");
        assertThat(refused(BulkKind.ADD, "clientId,Service Code,startDate").detail())
                .contains("billingCode is missing")
                .contains("Not known, and passed over: Service Code");
        assertThat(refused(BulkKind.ADD, HEADER + ",clientId", "x").errors())
                .anySatisfy(error -> assertThat(error.detail()).contains("stands twice"));
        assertThat(refused(BulkKind.ADD, HEADER + ",Client_ID,\"Units\"", "x").errors())
                .satisfiesExactly(
                        error -> assertThat(error.detail()).contains("clientId means the same"),
                        error -> assertThat(error.field() + error.detail())
                                .contains("Units", "allottedUnits means the same"));
        assertThat(refused(BulkKind.ADD, "clientId,startDate", "c-1,2026-12-01").errors())
                .anySatisfy(error -> assertThat(error.field()).isEqualTo("line 1, billingCode"));
        assertThat(refused(BulkKind.UPDATE, "authorizationId,clientId,end", ID + ",c-1")
                        .detail())
                .contains("changes nothing", "passed over: end");
        assertThat(refused(BulkKind.UPDATE, "clientId,billingCode,startDate", "c-1,H0031,2026-12-01")
                        .detail())
                .contains("changes nothing");
        assertThat(refused(BulkKind.UPDATE, "clientId,endDate", "c-1,2027-05-31")
                        .detail())
                .contains("authorizationId");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Client ID,BILLING CODE,start_date,End Date,Allotted units,Authorization #",
                "client-id,Billing Code,Start Date,endDate,Units,AUTHORIZATION_NUMBER",
                " ClientId ,billingcode,START DATE,end date,allotted_units,Authorization number"
            })
    void columns_are_known_by_words_whatever_their_case_spaces_and_signs(String header) {
        FileRow row = add(header, "c-1,H0031,2026-12-01,2027-05-31,12,PA-1").only();

        assertThat(row.client()).isEqualTo(new ClientId("c-1"));
        assertThat(row.code()).isEqualTo(new BillingCode("H0031"));
        assertThat(row.values().startDate()).isEqualTo(Change.set(LocalDate.of(2026, 12, 1)));
        assertThat(row.values().endDate()).isEqualTo(Change.set(LocalDate.of(2027, 5, 31)));
        assertThat(row.values().allottedUnits()).isEqualTo(Change.set(Units.units("12")));
        assertThat(row.values().authorizationNumber()).isEqualTo(Change.set("PA-1"));
    }

    @Test
    void unknown_columns_of_a_sheet_are_passed_over_and_listed_and_unknown_fields_of_an_object_are_refused() {
        Read read = add(
                "clientId,billingCode,startDate,Notes,clientName,Phone #,",
                "c-1,H0031,2026-12-01,call back,\"F, G\",555,",
                "c-2,H0031,2026-12-01,\"two\nlines\",,,");

        assertThat(read.problems()).isEmpty();
        assertThat(read.rows()).hasSize(2);
        assertThat(read.ignored()).containsExactly("Notes", "Phone #");
        assertThat(ndjson(
                                BulkKind.ADD,
                                "{\"clientId\":\"c-1\",\"billingCode\":\"H0031\",\"startDate\":\"2026-12-01\",\"Notes\":\"x\"}")
                        .places())
                .containsExactly("1 Notes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clientId;billingCode;startDate;endDate;allottedUnits\r\ncl-1;H2014;2026-12-01;2027-05-31;12\r\n",
                "clientId\tbillingCode\tstartDate\tendDate\tallottedUnits\ncl-1\tH2014\t2026-12-01\t2027-05-31\t12",
                "\uFEFFclientId;billingCode;startDate;endDate;allottedUnits;\"a, b, c, d, e, f, g\"\n\ncl-1;H2014;2026-12-01;2027-05-31;12",
                "clientId,billingCode,startDate,endDate,allottedUnits,a;b\n\"cl-1\",H2014,2026-12-01,2027-05-31,12,;;;;;;"
            })
    void cells_are_separated_by_what_stands_most_often_in_the_first_line(String text) {
        FileRow row = csv(BulkKind.ADD, text.getBytes(UTF_8)).only();

        assertThat(row.client()).isEqualTo(new ClientId("cl-1"));
        assertThat(row.values().allottedUnits()).isEqualTo(Change.set(Units.units("12")));
    }

    @Test
    void dates_are_read_as_the_clinic_writes_them_and_a_short_year_is_a_problem() {
        String[] sheet = {
            "clientId,billingCode,startDate,endDate,allottedUnits,payerId",
            "cl-1,H2014,3/1/2027,5/31/2027,12,bcbs",
            "cl-2,H2014,12/1/2026,12/1/26,12,bcbs",
            "cl-3,H2014,2026-12-01,05/31/2027 0:00,12,bcbs"
        };
        Read read = csv(BulkKind.ADD, Map.of("dateFormat", "M/d/yyyy"), sheet);

        assertThat(read.rows()).extracting(FileRow::line).containsExactly(2L, 4L);
        assertThat(read.rows().getFirst().values().startDate()).isEqualTo(Change.set(LocalDate.of(2027, 3, 1)));
        assertThat(read.rows().getLast().values().endDate()).isEqualTo(Change.set(LocalDate.of(2027, 5, 31)));
        assertThat(read.places()).containsExactly("3 endDate");
        assertThat(read.problems().getFirst().detail()).contains("four digits").endsWith("here it is \"12/1/26\"");
        assertThat(add(sheet).problems().getFirst().detail()).contains("?dateFormat=");
        assertThat(add(sheet).places())
                .containsExactly("2 startDate", "2 endDate", "3 startDate", "3 endDate", "4 endDate");
    }

    @ParameterizedTest
    @CsvSource({
        "MM/dd/yyyy,1/31/2027",
        "dd.MM.yyyy,31.1.2027",
        "d.M.yyyy,31.01.2027",
        "yyyy/MM/dd,2027/01/31",
        "d-MMM-yyyy,31-Jan-2027",
        "'MMM d, yyyy','Jan 31, 2027'",
        "dd/MM/yyyy,31/01/2027 00:00:00"
    })
    void patterns_of_dates_name_each_part_once(String pattern, String cell) {
        Read read = csv(
                BulkKind.UPDATE,
                Map.of("dateFormat", pattern),
                "authorizationId,endDate",
                ID + ",\"" + cell + "\"",
                ID + ",2027-01-31");

        assertThat(read.problems()).isEmpty();
        assertThat(read.rows())
                .allSatisfy(row -> assertThat(row.values().endDate()).isEqualTo(Change.set(LocalDate.of(2027, 1, 31))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MM/dd/yy", "yyyy-dd-MM", "MM/yyyy", "MM/MM/yyyy", "dd'x'MM.yyyy", "MMddyyyy", "yyyy"})
    void other_patterns_are_refused_by_name(String pattern) {
        assertThatThrownBy(() -> form(BulkKind.ADD, Map.of("dateFormat", pattern)))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(
                                problem.errors().getFirst().field())
                        .isEqualTo("dateFormat"));
    }

    @Test
    void unmanaged_is_said_in_the_words_of_people_and_spreadsheets() {
        Read read = add(
                "clientId,billingCode,startDate,unmanaged",
                "cl-1,H2014,2026-12-01,N/A",
                "cl-2,NOSHOW,2026-12-01,Yes",
                "cl-3,H2014,2026-12-01,no",
                "cl-4,H2014,2026-12-01,1",
                "cl-5,H2014,2026-12-01,0",
                "cl-6,H2014,2026-12-01,2");

        assertThat(read.rows())
                .extracting(row -> row.values().unmanaged())
                .containsExactly(
                        Change.keep(), Change.set(true), Change.set(false), Change.set(true), Change.set(false));
        assertThat(read.places()).containsExactly("7 unmanaged");
    }

    @Test
    void lines_above_the_names_are_skipped_and_counted() {
        Read read = csv(
                BulkKind.ADD,
                Map.of("skipLines", "2"),
                "Letter of \"3 December",
                "",
                "sep=;",
                "clientId;billingCode;startDate",
                "c-1;H0031;2026-12-01",
                "c-2;H0031;soon");

        assertThat(read.rows()).extracting(FileRow::line).containsExactly(5L);
        assertThat(read.places()).containsExactly("6 startDate");
        for (String wrong : List.of("-1", "1001", "two")) {
            assertThatThrownBy(() -> form(BulkKind.ADD, Map.of("skipLines", wrong)))
                    .hasMessageContaining("skipLines");
        }
    }

    @Test
    void defaults_stand_where_a_line_leaves_its_field_blank() {
        String defaults =
                "{\"startDate\":\"2026-12-01\",\"endDate\":\"2027-05-31\",\"allottedUnits\":12,\"payerId\":\"bcbs\","
                        + "\"unitAlertLevel\":4,\"unmanaged\":false}";
        Read read = csv(
                BulkKind.ADD,
                Map.of("defaults", defaults),
                "clientId,billingCode,endDate,allottedUnits,payerId,unmanaged",
                "c-1,H0031,,,,",
                "c-2,H0031,2027-06-30,7,\\clear,N/A",
                "c-3,H0031,soon,,,");

        assertThat(read.places()).containsExactly("4 endDate");
        assertThat(read.rows())
                .satisfiesExactly(
                        blank -> {
                            assertThat(blank.values().startDate()).isEqualTo(Change.set(LocalDate.of(2026, 12, 1)));
                            assertThat(blank.values().endDate()).isEqualTo(Change.set(LocalDate.of(2027, 5, 31)));
                            assertThat(blank.values().allottedUnits()).isEqualTo(Change.set(Units.units("12")));
                            assertThat(blank.values().payerId()).isEqualTo(Change.set(new PayerId("bcbs")));
                            assertThat(blank.values().unmanaged()).isEqualTo(Change.set(false));
                        },
                        full -> {
                            assertThat(full.values().endDate()).isEqualTo(Change.set(LocalDate.of(2027, 6, 30)));
                            assertThat(full.values().payerId()).isEqualTo(Change.clear());
                            assertThat(full.values().unitAlertLevel()).isEqualTo(Change.set(Units.units("4")));
                            assertThat(full.values().unmanaged()).isEqualTo(Change.keep());
                        });
        assertThat(csv(BulkKind.UPDATE, Map.of("defaults", "{\"endDate\":{\"addDays\":30}}"), "authorizationId", ID)
                        .only()
                        .values()
                        .endDate())
                .isEqualTo(Change.move(new Step.Days(30)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"endDate\":\"soon\"}|defaults.endDate",
                "{\"clientId\":\"c-1\"}|defaults.clientId",
                "{\"authorizationNumber\":\"PA-1\"}|defaults.authorizationNumber",
                "{\"colour\":\"red\"}|defaults.colour",
                "{\"payerId\":null}|defaults.payerId",
                "[1]|defaults",
                "{|defaults"
            })
    void defaults_that_cannot_be_used_are_refused_by_name(String defaults, String field) {
        assertThatThrownBy(() -> form(BulkKind.ADD, Map.of("defaults", defaults)))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.errors())
                        .anySatisfy(error -> assertThat(error.field()).isEqualTo(field)));
    }

    @Test
    void without_an_id_and_a_start_the_number_finds_the_row_and_is_not_asked_of_it() {
        FileRow row = update("Client ID,Billing code,Authorization number,End date", "c-1,H0031,PA-1,2027-06-30")
                .only();

        assertThat(row.number()).isEqualTo("PA-1");
        assertThat(row.start()).isNull();
        assertThat(row.values().authorizationNumber()).isEqualTo(Change.keep());
        FileRow byStart = update("clientId,billingCode,authorizationNumber,startDate", "c-1,H0031,PA-2,2026-12-01")
                .only();
        assertThat(byStart.number()).isNull();
        assertThat(byStart.values().authorizationNumber()).isEqualTo(Change.set("PA-2"));
        assertThat(update("clientId,billingCode,authorizationNumber,startDate,endDate", "c-1,H0031,,,2027-06-30")
                        .places())
                .containsExactly("2 authorizationId");
    }

    @Test
    void a_mapping_reads_a_sheet_in_the_words_of_its_sender_and_the_query_goes_before_it() {
        String[] sheet = {
            "Export of 12/01/2026",
            "Client ID,SERVICE_CODE,Authorization Number,Start Date,End Date,Qty,Units,Notes",
            "cl-1,H2014,QX-11,12/01/2026,,12,999,call back",
            "cl-2,H2014,QX-12,31.12.2026,05/31/2027,\"1,2\",999,\"Reed, Ann\""
        };
        Read read = csv(BulkKind.ADD, Map.of("mapping", "vendor"), sheet);

        assertThat(read.rows()).singleElement().satisfies(row -> {
            assertThat(row.code()).isEqualTo(new BillingCode("H2014"));
            assertThat(row.values().allottedUnits()).isEqualTo(Change.set(Units.units("12")));
            assertThat(row.values().endDate()).isEqualTo(Change.set(LocalDate.of(2027, 12, 31)));
            assertThat(row.values().payerId()).isEqualTo(Change.set(new PayerId("bcbs")));
        });
        assertThat(read.ignored()).containsExactly("Notes");
        assertThat(read.columns())
                .containsExactly("Client ID", "SERVICE_CODE", "Authorization Number", "Start Date", "End Date", "Qty");
        assertThat(read.places()).containsExactlyInAnyOrder("4 startDate", "4 allottedUnits");
        assertThat(read.bad())
                .as("names may stand in what is not read")
                .containsExactly(List.of("cl-2", "H2014", "QX-12", "31.12.2026", "05/31/2027", "1,2"));
        assertThat(csv(
                                BulkKind.ADD,
                                Map.of(
                                        "mapping",
                                        "vendor",
                                        "dateFormat",
                                        "dd.MM.yyyy",
                                        "defaults",
                                        "{\"payerId\":\"aetna\"}"),
                                sheet[0],
                                sheet[1],
                                "cl-2,H2014,QX-12,31.12.2026,2027-05-31,7,,")
                        .only()
                        .values()
                        .payerId())
                .isEqualTo(Change.set(new PayerId("aetna")));
        assertThatThrownBy(() -> form(BulkKind.ADD, Map.of("mapping", "nobody's")))
                .hasMessageContaining("/api/v1/bulk-mappings");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"columns\":{\"Code\":\"colour\"}}|columns.Code",
                "{\"columns\":{\"Code\":\"billingCode\",\"CODE \":\"clientId\"}}|columns.Code",
                "{\"columns\":{\"%\":\"billingCode\"}}|columns.%",
                "{\"columns\":[]}|columns",
                "{\"dateFormat\":\"MM/dd/yy\"}|dateFormat",
                "{\"skipLines\":1001}|skipLines",
                "{\"defaults\":{\"endDate\":\"soon\"}}|defaults.endDate",
                "{\"defaults\":{\"clientId\":\"c-1\"}}|defaults.clientId",
                "{\"colour\":1}|colour"
            })
    void a_mapping_that_cannot_be_used_is_refused_by_name(String mapping, String field) {
        assertThatThrownBy(() -> MappingForm.read(Json.mapper().readTree(mapping)))
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.errors())
                        .anySatisfy(error -> assertThat(error.field()).isEqualTo(field)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_template_is_read_as_it_is(boolean toAdd) {
        Read read = csv(
                toAdd ? BulkKind.ADD : BulkKind.UPDATE, FileTemplate.csv(toAdd).getBytes(UTF_8));

        assertThat(read.ignored()).isEmpty();
        assertThat(read.columns()).hasSize(toAdd ? 12 : 13).contains("Client ID", "Start date", "Payer ID");
    }

    @Test
    void a_line_that_names_the_separator_is_no_header_and_counts_as_a_line() {
        Read read = add("sep=;", "clientId;billingCode;startDate", "c-1;H0031;2026-12-01", "c-2;H0031;1/2/2027");

        assertThat(read.rows()).extracting(FileRow::line).containsExactly(3L);
        assertThat(read.places()).containsExactly("4 startDate");
    }

    @Test
    void both_problems_of_a_line_are_told_at_once_each_with_its_value() {
        Read read = add(
                "clientId,billingCode,startDate,endDate,allottedUnits",
                "cl-1,H2014,31/12/2026,2027-05-31,\"1,200\"",
                "cl-2,H2014,2026-12-01,2027-05-31,12");

        assertThat(read.rows()).hasSize(1);
        assertThat(read.places()).containsExactlyInAnyOrder("2 startDate", "2 allottedUnits");
        assertThat(read.problems())
                .anySatisfy(problem -> assertThat(problem.detail()).endsWith("; here it is \"31/12/2026\""))
                .anySatisfy(problem -> assertThat(problem.detail()).endsWith("; here it is \"1,200\""));
        assertThat(update("clientId,billingCode,startDate,allottedUnits", "c-1,H0031,2027-1-1,\"1,200\"")
                        .places())
                .containsExactlyInAnyOrder("2 startDate", "2 allottedUnits");
    }

    @ParameterizedTest
    @CsvSource({
        "startDate,12-Mar-2027,true",
        "startDate,12/1/26,true",
        "startDate,Ann Reed,false",
        "startDate,03/04/1985,false",
        "startDate,1985-13-04,false",
        "startDate,3/4/85,false",
        "allottedUnits,12 units,true",
        "allottedUnits,12 Smith,false",
        "allottedUnits,-4,true",
        "unmanaged,2,true",
        "unmanaged,Reed,false",
        "clientId,1,false"
    })
    void a_wrong_value_is_shown_unless_it_may_be_a_name_or_a_day_of_birth(String column, String cell, boolean isShown) {
        String detail = column.equals("clientId")
                ? add("clientId,billingCode,startDate", "\"" + "1".repeat(101) + "\",H0031,2026-12-01")
                        .problems()
                        .getFirst()
                        .detail()
                : update("authorizationId," + column, ID + ",\"" + cell + "\"")
                        .problems()
                        .getFirst()
                        .detail();

        if (isShown) {
            assertThat(detail).endsWith("; here it is \"" + cell + "\"");
        } else {
            assertThat(detail).doesNotContain("here it is").doesNotContain(cell.equals("1") ? "111" : cell);
        }
    }

    @Test
    void a_quote_that_never_closes_does_not_swallow_lines_unseen() {
        Read read = add(
                HEADER,
                "c-1,H0031,2026-12-01,2027-05-31,12,\"PA-1",
                "c-2,H0031,2026-12-01,2027-05-31,12,PA-2",
                "c-3,H0031,2026-12-01,2027-05-31,12,PA-3");

        assertThat(read.rows()).isEmpty();
        assertThat(read.places()).containsExactly("2 authorizationNumber");
        assertThat(read.problems().getFirst().detail()).contains("quote");
        assertThat(refused(BulkKind.ADD, HEADER, "c-1,H0031,2026-12-01,,,\"" + "x".repeat(5 << 20))
                        .detail())
                .contains("after line 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "", "\uFEFF"})
    void only_a_header_is_a_file_without_lines(String end) {
        assertThat(add(HEADER + (end.equals("\uFEFF") ? "" : end)).rows()).isEmpty();
    }

    @Test
    void objects_say_null_to_clear_and_nothing_to_leave() {
        Read read = ndjson(
                BulkKind.UPDATE,
                "{\"authorizationId\":\"" + ID + "\",\"authorizationNumber\":null,\"endDate\":\"2027-05-31\"}",
                "",
                "{\"authorizationId\":\"" + ID + "\",\"allottedUnits\":\"48\"}",
                "{\"authorizationId\":\"" + ID + "\",\"alotted\":48}",
                "{\"authorizationId\":\"" + ID + "\",\"line\":4,\"outcome\":\"STALE\",\"problem\":{\"type\":\"x\"}}",
                "[1]",
                "{\"clientId\":",
                "{\"clientId\":\"c-1\",\"clientId\":\"c-2\"}");

        assertThat(read.rows()).extracting(FileRow::line).containsExactly(1L, 5L);
        assertThat(read.rows().getFirst().values().authorizationNumber()).isEqualTo(Change.clear());
        assertThat(read.places()).containsExactly("3 allottedUnits", "4 alotted", "6 line", "7 line", "8 line");
    }

    @Test
    void a_row_to_change_moves_by_steps_as_in_a_form_and_a_row_to_add_does_not() {
        Read read = ndjson(
                BulkKind.UPDATE,
                "{\"authorizationId\":\"" + ID + "\",\"endDate\":{\"addDays\":30},\"allottedUnits\":{\"add\":-2.5}}",
                "{\"authorizationId\":\"" + ID + "\",\"endDate\":{\"addDays\":0}}",
                "{\"clientId\":\"c-1\",\"billingCode\":\"H0031\",\"startDate\":{\"addDays\":1}}");

        assertThat(read.rows()).singleElement().satisfies(row -> {
            assertThat(row.values().endDate()).isEqualTo(Change.move(new Step.Days(30)));
            assertThat(row.values().allottedUnits().isMove()).isTrue();
        });
        assertThat(read.places()).containsExactly("2 endDate.addDays", "3 authorizationId");
        assertThat(ndjson(
                                BulkKind.ADD,
                                "{\"clientId\":\"c-1\",\"billingCode\":\"H0031\",\"startDate\":\"2026-12-01\","
                                        + "\"endDate\":{\"addDays\":30}}")
                        .places())
                .containsExactly("1 endDate");
    }

    @Test
    void a_row_to_change_without_an_id_needs_client_code_and_start() {
        Read read = ndjson(
                BulkKind.UPDATE,
                "{\"clientId\":\"c-1\",\"endDate\":\"2027-05-31\"}",
                "{\"authorizationId\":\"7\",\"endDate\":\"2027-05-31\"}");

        assertThat(read.rows()).isEmpty();
        assertThat(read.places()).containsExactly("1 authorizationId", "2 authorizationId");
    }

    @Test
    void a_new_row_has_no_id_yet() {
        assertThat(ndjson(
                                BulkKind.ADD,
                                "{\"authorizationId\":\"" + ID
                                        + "\",\"clientId\":\"c-1\",\"billingCode\":\"H0031\",\"startDate\":\"2026-12-01\"}")
                        .places())
                .containsExactly("1 authorizationId");
    }
}
