package health.authz.authorization.domain;

import static health.authz.authorization.domain.Decision.accept;
import static health.authz.authorization.domain.Decision.reject;
import static health.authz.authorization.domain.Decision.unchanged;

import health.authz.authorization.domain.Rejection.AlreadyAdded;
import health.authz.authorization.domain.Rejection.HasConsumedUnits;
import health.authz.authorization.domain.Rejection.IsVoided;
import health.authz.authorization.domain.Rejection.OnVoided;
import health.authz.authorization.domain.Rejection.SupersedesItself;
import health.authz.authorization.domain.Rejection.UnknownAuthorization;
import health.authz.events.authorization.AuthorizationEvent.AuthInactivated;
import health.authz.events.authorization.AuthorizationEvent.AuthReactivated;
import health.authz.events.authorization.AuthorizationEvent.AuthSuperseded;
import health.authz.events.authorization.AuthorizationEvent.AuthVoided;

/** The one place where it is decided what follows from a command. Pure: nothing is written, nothing is looked up. */
public final class AuthorizationDecisions {
    private AuthorizationDecisions() {}

    public static Decision decide(Authorization authorization, AuthorizationCommand command) {
        return switch (authorization) {
            case NotAdded none ->
                command instanceof AddAuthorization add
                        ? AddDecision.add(add)
                        : reject(new UnknownAuthorization(command.id()));
            case Added added -> decide(added, command);
        };
    }

    private static Decision decide(Added authorization, AuthorizationCommand command) {
        if (authorization.standing() == Standing.VOIDED) {
            return whenVoided(authorization, command);
        }
        return switch (command) {
            case AddAuthorization add -> reject(new AlreadyAdded(add.id()));
            case PatchAuthorization patch -> PatchDecision.patch(authorization, patch);
            case PutNote note -> NoteDecision.put(authorization, note);
            case InactivateAuthorization inactivate -> inactivate(authorization, inactivate);
            case ReactivateAuthorization reactivate -> reactivate(authorization, reactivate);
            case VoidAuthorization voiding -> voidIt(authorization, voiding);
            case SupersedeAuthorization supersede -> supersede(authorization, supersede);
        };
    }

    /** Voided is final (rule W-8); asking again for what is so already does no harm, and a note that is voided too gives its units back. */
    private static Decision whenVoided(Added authorization, AuthorizationCommand command) {
        return switch (command) {
            case VoidAuthorization again -> unchanged();
            case PutNote note ->
                note.state() == NoteState.VOIDED
                        ? NoteDecision.put(authorization, note)
                        : reject(new OnVoided(command.id()));
            case AddAuthorization add -> reject(new AlreadyAdded(add.id()));
            default -> reject(new IsVoided(command.id()));
        };
    }

    private static Decision inactivate(Added authorization, InactivateAuthorization command) {
        return authorization.standing() == Standing.INACTIVE
                ? unchanged()
                : accept(new AuthInactivated(command.id(), command.reason()));
    }

    private static Decision reactivate(Added authorization, ReactivateAuthorization command) {
        return authorization.standing() == Standing.IN_USE
                ? unchanged()
                : accept(new AuthReactivated(command.id(), command.reason()));
    }

    private static Decision voidIt(Added authorization, VoidAuthorization command) {
        return authorization.totals().consumed().isZero()
                ? accept(new AuthVoided(command.id(), command.reason(), command.operationId(), null))
                : reject(new HasConsumedUnits(authorization.totals().consumed()));
    }

    private static Decision supersede(Added authorization, SupersedeAuthorization command) {
        if (command.successor().equals(command.id())) {
            return reject(new SupersedesItself(command.id()));
        }
        return command.successor().equals(authorization.successor())
                ? unchanged()
                : accept(new AuthSuperseded(command.id(), command.successor(), command.reason()));
    }
}
