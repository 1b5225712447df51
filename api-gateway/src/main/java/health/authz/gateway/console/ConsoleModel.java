package health.authz.gateway.console;

import java.util.Locale;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page knows. */
@ControllerAdvice(basePackageClasses = ConsoleModel.class)
@EnableConfigurationProperties(ConsoleProperties.class)
class ConsoleModel {
    private final NameCache names;
    private final PeopleNames people;
    private final ConsoleProperties properties;

    ConsoleModel(NameCache names, PeopleNames people, ConsoleProperties properties) {
        this.names = names;
        this.people = people;
        this.properties = properties;
    }

    @ModelAttribute("person")
    Person person(SignedIn signedIn) {
        return Person.of(signedIn);
    }

    @ModelAttribute("f")
    Formats formats(Locale locale, @ModelAttribute("names") Names names) {
        return new Formats(locale, properties.datePattern(), names.zone());
    }

    @ModelAttribute("staff")
    People staff(SignedIn signedIn) {
        return people.as(signedIn);
    }

    @ModelAttribute("words")
    Words words() {
        return Words.WORDS;
    }

    @ModelAttribute("names")
    Names names(SignedIn signedIn) {
        return names.of(signedIn);
    }
}
