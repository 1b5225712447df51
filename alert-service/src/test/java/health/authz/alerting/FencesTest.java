package health.authz.alerting;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The arrows between rooms; each rule has a planted violation that must trip it. */
class FencesTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("health.authz");
    private static final JavaClasses PLANTED = new ClassFileImporter()
            .importPackages("health.authz.alert.domain.planted", "health.authz.alert.view.planted");
    private static final ArchRule DOMAIN_IS_PURE = classes()
            .that()
            .resideInAPackage("health.authz.alert.domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "health.authz.events..", "health.authz.alert.domain..");
    private static final ArchRule READING_DOES_NOT_WRITE = noClasses()
            .that()
            .resideInAPackage("health.authz.alert.view..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "health.authz.alert.application..",
                    "health.authz.alert.consuming..",
                    "health.authz.platform.eventstore..");

    @Test
    void the_domain_knows_the_language_and_nothing_else() {
        DOMAIN_IS_PURE.check(MAIN);
        assertThat(DOMAIN_IS_PURE.evaluate(PLANTED).hasViolation()).isTrue();
    }

    @Test
    void reading_does_not_reach_for_what_writes() {
        READING_DOES_NOT_WRITE.check(MAIN);
        assertThat(READING_DOES_NOT_WRITE.evaluate(PLANTED).hasViolation()).isTrue();
    }
}
