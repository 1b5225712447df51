package health.authz.platform;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
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

/** What every service stands on knows none of them; each rule has a planted violation that must trip it. */
class FencesTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("health.authz.platform");
    private static final JavaClasses PLANTED = new ClassFileImporter()
            .importPackages("health.authz.platform.plantedhere", "health.authz.platform.plantedthere");

    private static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("health.authz.platform.(*)..").should().beFreeOfCycles();
    private static final ArchRule THE_PLATFORM_KNOWS_NO_SERVICE = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("health.authz..")
                    .and(resideOutsideOfPackages(
                            "health.authz.platform..", "health.authz.events", "health.authz.events.envelope..")));
    private static final ArchRule ONLY_THE_EVENT_STORE_KNOWS_AXON = noClasses()
            .that()
            .resideOutsideOfPackage("health.authz.platform.eventstore..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.axonframework..");
    private static final ArchRule WEB_KEEPS_NOTHING = noClasses()
            .that()
            .resideInAnyPackage("health.authz.platform.web..", "health.authz.platform.plantedhere.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..", "org.apache.kafka..");

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
            // The relay's own thread rests after a failure, and stopping the relay wakes it.
            case "sleep" ->
                owner.equals("java.lang.Thread")
                        && !call.getOriginOwner().getSimpleName().equals("KafkaRelay");
            case "currentTimeMillis" -> owner.equals("java.lang.System");
            default -> false;
        };
    }

    @Test
    void packages_have_no_cycles() {
        trips(PACKAGES_HAVE_NO_CYCLES);
    }

    @Test
    void the_platform_knows_no_service() {
        trips(THE_PLATFORM_KNOWS_NO_SERVICE);
    }

    @Test
    void only_the_event_store_knows_axon() {
        trips(ONLY_THE_EVENT_STORE_KNOWS_AXON);
    }

    @Test
    void web_keeps_nothing() {
        trips(WEB_KEEPS_NOTHING);
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
