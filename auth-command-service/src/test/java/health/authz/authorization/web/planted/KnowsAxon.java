package health.authz.authorization.web.planted;

import org.axonframework.commandhandling.gateway.CommandGateway;

/** Breaks the rule on purpose: a controller that sends past the application. */
class KnowsAxon {
    CommandGateway gateway;
}
