package health.authz.platform.republish;

import health.authz.platform.security.Operator;
import health.authz.platform.web.Problems;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Telling everything again, for the people who run the service; not routed by the gateway. */
@RestController
@ConditionalOnProperty("spring.datasource.url")
class RepublishController {
    private final Republish republish;

    RepublishController(Republish republish) {
        this.republish = republish;
    }

    @GetMapping("/internal/republish")
    RepublishProgress progress(Operator operator) {
        return republish.progress();
    }

    @PostMapping("/internal/republish")
    @ResponseStatus(HttpStatus.ACCEPTED)
    RepublishProgress begin(
            Operator operator,
            @RequestParam(name = "from", defaultValue = "1") long from,
            @RequestParam(name = "directory", defaultValue = "true") boolean directory) {
        try {
            return republish.begin(from, directory);
        } catch (Republish.TopicsAreLost lost) {
            throw Problems.conflict("topics-are-lost", lost.getMessage() + ": send it without from and directory.");
        }
    }
}
