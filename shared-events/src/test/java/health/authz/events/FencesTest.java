package health.authz.events;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import health.authz.events.planted.SpeaksJackson;
import org.junit.jupiter.api.Test;

/** The language depends on the JDK and on annotations alone, so that anybody may read it. */
class FencesTest {
    private static final ArchRule JDK_AND_ANNOTATIONS = classes()
            .that()
            .resideInAPackage("health.authz.events..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "health.authz.events..", "com.fasterxml.jackson.annotation..", "org.jspecify..");

    @Test
    void the_language_depends_on_the_jdk_and_annotations_alone() {
        JavaClasses language = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("health.authz.events");

        assertThat(language).hasSizeGreaterThan(50);
        JDK_AND_ANNOTATIONS.check(language);
    }

    @Test
    void a_planted_violation_trips_the_rule() {
        JavaClasses planted = new ClassFileImporter().importClasses(SpeaksJackson.class);

        assertThatThrownBy(() -> JDK_AND_ANNOTATIONS.check(planted)).isInstanceOf(AssertionError.class);
    }
}
