package health.authz.authorization.application.planted;

import org.springframework.web.bind.annotation.RestController;

/** Breaks the rule on purpose: data walks back. */
@RestController
class KnowsWeb {}
