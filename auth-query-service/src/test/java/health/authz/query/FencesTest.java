package health.authz.query;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** The arrows between slices and rooms; each rule has a planted violation that must trip it. */
class FencesTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(place -> place.contains("auth-query-service"))
            .importPackages("health.authz");
    private static final JavaClasses PLANTED =
            new ClassFileImporter().importPackages("health.authz.plantedhere", "health.authz.plantedthere");

    private static final ArchRule SLICES_HAVE_NO_CYCLES =
            slices().matching("health.authz.(*)..").should().beFreeOfCycles();
    private static final ArchRule WEB_KEEPS_NOTHING = noClasses()
            .that()
            .resideInAPackage("health.authz..web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.mongodb..", "org.bson..", "org.apache.kafka..", "..projection..");
    private static final ArchRule VIEWS_DO_NOT_WRITE = noClasses()
            .that()
            .resideInAPackage("health.authz..view..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..projection..", "org.apache.kafka..");
    private static final ArchRule DATA_NEVER_WALKS_BACK = noClasses()
            .that()
            .resideInAPackage("health.authz..projection..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.web..", "jakarta.servlet..");
    private static final ArchRule READING_ISSUES_NO_COMMANDS = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.axonframework..", "health.authz.platform.eventstore..");

    private static final ArchRule THE_CLOCK_IS_GIVEN = noClasses()
            .should()
            .callMethodWhere(describe("asks the machine for the time or sleeps", FencesTest::asksTheMachine));

    private static boolean asksTheMachine(JavaMethodCall call) {
        AccessTarget.MethodCallTarget target = call.getTarget();
        String owner = target.getOwner().getName();
        return switch (target.getName()) {
            case "now" ->
                owner.startsWith("java.time.")
                        && !target.getRawParameterTypes().stream()
                                .anyMatch(parameter -> parameter.isEquivalentTo(Clock.class));
            case "sleep" -> owner.equals("java.lang.Thread");
            case "currentTimeMillis" -> owner.equals("java.lang.System");
            default -> false;
        };
    }

    @Test
    void slices_have_no_cycles() {
        trips(SLICES_HAVE_NO_CYCLES);
    }

    @Test
    void web_keeps_nothing() {
        trips(WEB_KEEPS_NOTHING);
    }

    @Test
    void views_do_not_write() {
        trips(VIEWS_DO_NOT_WRITE);
    }

    @Test
    void data_never_walks_back() {
        trips(DATA_NEVER_WALKS_BACK);
    }

    @Test
    void reading_issues_no_commands() {
        trips(READING_ISSUES_NO_COMMANDS);
    }

    @Test
    void the_clock_is_given() {
        trips(THE_CLOCK_IS_GIVEN);
    }

    /** The code keeps to the rule, and the rule notices what does not. */
    private static void trips(ArchRule rule) {
        rule.check(MAIN);
        assertThat(rule.evaluate(PLANTED).hasViolation()).isTrue();
    }
}
