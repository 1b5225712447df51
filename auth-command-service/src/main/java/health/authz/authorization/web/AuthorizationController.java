package health.authz.authorization.web;

import health.authz.authorization.application.AuthorizationAdds;
import health.authz.authorization.application.AuthorizationAdds.Renewal;
import health.authz.authorization.application.AuthorizationCommands;
import health.authz.authorization.application.AuthorizationCommands.Answer;
import health.authz.authorization.application.NewAuthorization;
import health.authz.authorization.domain.AuthorizationCommand;
import health.authz.authorization.domain.InactivateAuthorization;
import health.authz.authorization.domain.ReactivateAuthorization;
import health.authz.authorization.domain.RequestedValues;
import health.authz.authorization.domain.VoidAuthorization;
import health.authz.events.AuthorizationId;
import health.authz.events.NoteId;
import health.authz.events.authorization.ChangeReason;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.ETags;
import health.authz.platform.web.Fields;
import health.authz.platform.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** One authorization at a time. The permission is asked before the id is looked at (DESIGN 8). */
@RestController
@RequestMapping("/api/v1/authorizations")
class AuthorizationController {
    private final AuthorizationCommands commands;
    private final AuthorizationAdds adds;

    AuthorizationController(AuthorizationCommands commands, AuthorizationAdds adds) {
        this.commands = commands;
        this.adds = adds;
    }

    /** 201 and the new authorization; 200 and the one that is there, where an exact duplicate is skipped. */
    @PostMapping
    ResponseEntity<AuthorizationJson> add(Caller caller, @RequestBody JsonNode body) {
        caller.require(Permission.AUTH_WRITE);
        NewAuthorization wanted = AuthorizationRequests.add(Fields.of(body));
        return added(() -> adds.add(caller, wanted));
    }

    @PatchMapping("/{id}")
    ResponseEntity<AuthorizationJson> patch(
            Caller caller,
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody JsonNode body,
            HttpServletRequest request) {
        caller.require(Permission.AUTH_WRITE);
        ChangeReason reason = AuthorizationRequests.reason(request);
        Long expectedSeq = AuthorizationRequests.expectedSeq(ifMatch);
        RequestedValues patch = AuthorizationRequests.patch(Fields.of(body));
        return shown(RejectionProblems.orProblem(
                () -> commands.patch(caller, authorizationId(id), patch, expectedSeq, reason)));
    }

    @PutMapping("/{id}/notes/{noteId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void putNote(Caller caller, @PathVariable String id, @PathVariable String noteId, @RequestBody JsonNode body) {
        caller.require(Permission.NOTE_WRITE);
        NoteRequest note = NoteRequest.read(Fields.of(body));
        NoteId noteIdRead = AuthorizationRequests.noteId(noteId);
        RejectionProblems.orProblem(() -> {
            commands.putNote(caller, authorizationId(id), noteIdRead, note.serviceDate(), note.units(), note.state());
            return true;
        });
    }

    @PostMapping("/{id}/inactivate")
    ResponseEntity<AuthorizationJson> inactivate(Caller caller, @PathVariable String id, @RequestBody JsonNode body) {
        return act(caller, id, body, InactivateAuthorization::new);
    }

    @PostMapping("/{id}/reactivate")
    ResponseEntity<AuthorizationJson> reactivate(Caller caller, @PathVariable String id, @RequestBody JsonNode body) {
        return act(caller, id, body, ReactivateAuthorization::new);
    }

    @PostMapping("/{id}/void")
    ResponseEntity<AuthorizationJson> voidIt(Caller caller, @PathVariable String id, @RequestBody JsonNode body) {
        return act(caller, id, body, (target, reason) -> new VoidAuthorization(target, reason, null));
    }

    @PostMapping("/{id}/renew")
    ResponseEntity<AuthorizationJson> renew(Caller caller, @PathVariable String id, @RequestBody JsonNode body) {
        caller.require(Permission.AUTH_WRITE);
        Renewal renewal = AuthorizationRequests.renewal(Fields.of(body));
        return added(() -> adds.renew(caller, authorizationId(id), renewal));
    }

    private ResponseEntity<AuthorizationJson> act(
            Caller caller,
            String id,
            JsonNode body,
            BiFunction<AuthorizationId, ChangeReason, AuthorizationCommand> command) {
        caller.require(Permission.AUTH_WRITE);
        ActionRequest action = ActionRequest.read(Fields.of(body));
        return shown(RejectionProblems.orProblem(() -> commands.act(
                caller, authorizationId(id), target -> command.apply(target, action.reason()), action.comment())));
    }

    private static ResponseEntity<AuthorizationJson> added(Supplier<Answer> command) {
        Answer answer = RejectionProblems.orProblem(command);
        AuthorizationJson json = AuthorizationJson.of(answer);
        return ResponseEntity.status(answer.outcome().changed() ? HttpStatus.CREATED : HttpStatus.OK)
                .location(URI.create("/api/v1/authorizations/" + json.authorizationId()))
                .eTag(ETags.of(json.seq()))
                .body(json);
    }

    private static ResponseEntity<AuthorizationJson> shown(Answer answer) {
        AuthorizationJson json = AuthorizationJson.of(answer);
        return ResponseEntity.ok().eTag(ETags.of(json.seq())).body(json);
    }

    /** An id that is none of ours names nothing that one may see. */
    private static AuthorizationId authorizationId(String id) {
        try {
            return AuthorizationId.of(id);
        } catch (IllegalArgumentException noUuid) {
            throw Problems.notFound();
        }
    }
}
