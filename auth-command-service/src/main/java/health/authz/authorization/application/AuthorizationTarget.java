package health.authz.authorization.application;

import health.authz.authorization.domain.AuthorizationCommand;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * Which stream a command goes to; the domain's commands know nothing of streams.
 *
 * @param comment free text of a person, kept beside the events; {@code null} = none
 */
record AuthorizationTarget(
        @TargetAggregateIdentifier String id,
        AuthorizationCommand command,
        @Nullable String comment) {
    static AuthorizationTarget of(AuthorizationCommand command, @Nullable String comment) {
        return new AuthorizationTarget(command.id().toString(), command, comment);
    }
}
