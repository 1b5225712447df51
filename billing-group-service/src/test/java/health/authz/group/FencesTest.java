package health.authz.group;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** One flat package, yet not everything may know everything; each rule has a planted violation that must trip it. */
class FencesTest {
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("health.authz.group");
    private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("health.authz.group.planted");

    private static final ArchRule AGGREGATES_KNOW_FACTS_ALONE = classes()
            .that()
            .haveSimpleNameEndingWith("Aggregate")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "org.jspecify..", "org.axonframework..", "health.authz.events..", "health.authz.group");
    private static final ArchRule CONTROLLERS_KEEP_NOTHING = noClasses()
            .that()
            .haveSimpleNameEndingWith("Controller")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.jdbc..", "org.axonframework..", "org.apache.kafka..");

    @Test
    void aggregates_know_facts_alone() {
        AGGREGATES_KNOW_FACTS_ALONE.check(MAIN);
        assertThat(AGGREGATES_KNOW_FACTS_ALONE.evaluate(PLANTED).hasViolation()).isTrue();
    }

    @Test
    void controllers_keep_nothing() {
        CONTROLLERS_KEEP_NOTHING.check(MAIN);
        assertThat(CONTROLLERS_KEEP_NOTHING.evaluate(PLANTED).hasViolation()).isTrue();
    }
}
