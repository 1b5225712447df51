package health.authz.gateway.console;

import static health.authz.gateway.console.Words.WORDS;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.gateway.console.Words.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dictionary knows what the services can say: their sealed types and enums, read in their sources. */
class WordsTest {
    private static final String EVENTS = "shared-events/src/main/java/health/authz/events/";
    private static final String RULES = "auth-command-service/src/main/java/health/authz/authorization/domain/";
    private static final String BULK = "auth-command-service/src/main/java/health/authz/bulk/domain/";
    private static final String LIST = "auth-query-service/src/main/java/health/authz/authorizationlist/view/";
    private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)*\\b");

    private static String read(String file) {
        try {
            return Files.readString(Path.of("..", file));
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static Set<String> found(String pattern, String text) {
        Set<String> names = new TreeSet<>();
        Pattern.compile(pattern).matcher(text).results().forEach(found -> names.add(found.group(1)));
        return names;
    }

    /** Constants of an enum with what each is called besides. */
    private static Set<String> constants(String file, String name) {
        String text = read(file).replaceAll("/\\*\\*[\\s\\S]*?\\*/|//.*", "");
        String body = found("enum " + name + "\\s*\\{([^;}]*)", text).iterator().next();
        Set<String> constants = new TreeSet<>();
        CONSTANT.matcher(body).results().forEach(each -> constants.add(each.group()));
        assertThat(constants).as(name).isNotEmpty();
        return constants;
    }

    @Test
    void every_event_of_an_authorization_has_words() {
        Set<String> events = found("record (\\w+)\\(", read(EVENTS + "authorization/AuthorizationEvent.java"));
        assertThat(events).contains("AuthAdded", "AuthRestored", "AuthSuperseded");
        assertThat(Kind.EVENT.known()).containsExactlyInAnyOrderElementsOf(events);
    }

    @Test
    void every_warning_has_words() {
        Set<String> ofRows = found("new Warning\\(\"([A-Z_]+)\"\\)", read(RULES + "Warning.java"));
        Set<String> documented = new TreeSet<>();
        String rules = read("docs/rules/bulk.md");
        rules.substring(rules.indexOf("## Warnings"), rules.indexOf("## Who sees"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(line -> documented.addAll(found("`([A-Z_]+)`", line.substring(0, line.indexOf('|', 2)))));
        assertThat(documented).as("the table of the rules").containsAll(ofRows);
        assertThat(Kind.WARNING.known()).containsExactlyInAnyOrderElementsOf(documented);
    }

    @Test
    void every_reason_to_refuse_a_row_has_words() {
        Set<String> slugs = found("String slug\\(\\) \\{\\s*return \"([a-z-]+)\"", read(RULES + "Rejection.java"));
        slugs.addAll(found("PAGES \\+ \"([a-z-]+)\"", read(BULK + "RowProblem.java")));
        assertThat(slugs).contains("stale", "row-used", "refused-with-others");
        assertThat(Kind.PROBLEM.known()).containsAll(slugs);
    }

    @Test
    void every_state_status_badge_and_outcome_has_words() {
        Set<String> states = constants(BULK + "RowOutcome.java", "RowOutcome");
        states.addAll(constants(LIST + "Status.java", "Status"));
        states.addAll(constants(RULES + "AuthorizationBadge.java", "AuthorizationBadge"));
        states.addAll(constants(EVENTS + "bulk/BulkOperationEvent.java", "BulkEnd"));
        String api = read("auth-command-service/src/main/openapi/bulk.yaml");
        found("(?:state|decision): \\{ type: \\[?string[^\\[]*\\[([A-Z_, a-z]+)\\]", api)
                .forEach(list -> CONSTANT.matcher(list).results().forEach(each -> states.add(each.group())));
        assertThat(states).contains("PARTIALLY_SUCCEEDED", "AWAITING_APPROVAL", "PREPARING", "DECLINED", "OVERUSED");
        assertThat(Kind.STATE.known()).containsAll(states);
    }

    @ParameterizedTest
    @CsvSource({
        "REASON, authorization/ChangeReason.java, ChangeReason",
        "CAUSE, authorization/AuthorizationEvent.java, ReturnCause",
        "ALERT, alert/AlertEvent.java, AlertKind",
        "BULK, bulk/BulkOperationEvent.java, BulkKind",
        "CODE_TYPE, billinggroup/BillingGroupEvent.java, BillingCodeType",
        "DECREMENT, billinggroup/BillingGroupEvent.java, AuthDecrementAction"
    })
    void every_constant_of_what_else_is_shown_has_words(Kind kind, String file, String name) {
        assertThat(kind.known()).containsAll(constants(EVENTS + file, name));
    }

    @Test
    void every_name_of_a_request_that_is_no_plain_word_has_words() {
        Set<String> names = new TreeSet<>();
        String[] documents = {
            "auth-command-service/src/main/openapi/bulk.yaml",
            "auth-command-service/src/main/openapi/authorizations.yaml",
            "billing-group-service/src/main/openapi/billing.yaml"
        };
        for (String document : documents) {
            String text = read(document);
            Pattern.compile("(?m)^    \\w*(?:Request|Patch|Values|Selection|Confirmation):\\n(?:      .*\\n|\\n)*")
                    .matcher(text)
                    .results()
                    .forEach(schema -> names.addAll(found("(?m)^        (\\w+):", schema.group())));
        }
        assertThat(names).contains("typedCount", "endDate", "includeOpenEnded", "authDecrementAction");
        names.removeIf(name -> name.equals(name.toLowerCase(java.util.Locale.ROOT)));
        assertThat(Kind.FIELD.known()).containsAll(names);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "give allottedUnits, or set default units | give allotted units, or set default units",
                "endDate: is a date of the calendar | end date: is a date of the calendar",
                "patch.endDate.addDays is 1 to 3650 | days more or less is 1 to 3650",
                "Send it as typedCount. | Send it as typed count.",
                "usedRows END_AFTER_LAST_SERVICE would end it | what happens to rows in use end after the last service"
                        + " would end it",
                "is NONE on unmanaged codes alone; send PER_UNIT_BILLED | is NONE on unmanaged codes alone; send the"
                        + " units billed on the note",
                "Client c-McDonald is inactive | Client c-McDonald is inactive",
                "see https://example.org/someName | see https://example.org/someName",
                "number PA-881 of x.someId@clinic | number PA-881 of x.someId@clinic"
            })
    void a_sentence_of_the_api_is_said_without_names_of_programs(String sentence, String said) {
        assertThat(WORDS.said(sentence)).isEqualTo(said);
    }

    @Test
    void a_field_is_named_by_the_end_of_its_path() {
        assertThat(WORDS.field("values.endDate")).isEqualTo("End date");
        assertThat(WORDS.field("perCode.H0031.allottedUnits")).isEqualTo("Allotted units of H0031");
        assertThat(WORDS.field("somethingNew")).isEqualTo("Something new");
    }
}
