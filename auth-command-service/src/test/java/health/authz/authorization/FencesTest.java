package health.authz.authorization;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms of an authorization; each rule has a planted violation that must trip it. */
class FencesTest {
    private static final String HERE = "health.authz.authorization.";
    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("health.authz");
    private static final JavaClasses PLANTED = new ClassFileImporter()
            .importPackages(HERE + "domain.planted", HERE + "web.planted", HERE + "application.planted");

    private static final ArchRule DOMAIN_IS_PURE = classes()
            .that()
            .resideInAPackage(HERE + "domain..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "health.authz.events..", HERE + "domain..");
    private static final ArchRule ONLY_THE_SHELL_KNOWS_AXON = noClasses()
            .that()
            .resideInAPackage("health.authz.authorization..")
            .and()
            .haveSimpleNameNotStartingWith("AuthorizationAggregate")
            .and()
            .haveSimpleNameNotStartingWith("AuthorizationTarget")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.axonframework..");
    private static final ArchRule DATA_NEVER_WALKS_BACK = noClasses()
            .that()
            .resideInAPackage(HERE + "application..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(HERE + "web..", "org.springframework.web..", "jakarta.servlet..");

    @Test
    void the_domain_knows_the_language_and_nothing_else() {
        DOMAIN_IS_PURE.check(MAIN);
        assertThat(DOMAIN_IS_PURE.evaluate(PLANTED).hasViolation()).isTrue();
    }

    @Test
    void only_the_shell_knows_axon() {
        ONLY_THE_SHELL_KNOWS_AXON.check(MAIN);
        assertThat(ONLY_THE_SHELL_KNOWS_AXON.evaluate(PLANTED).hasViolation()).isTrue();
    }

    @Test
    void data_never_walks_back() {
        DATA_NEVER_WALKS_BACK.check(MAIN);
        assertThat(DATA_NEVER_WALKS_BACK.evaluate(PLANTED).hasViolation()).isTrue();
    }
}
