package health.authz.bulk.web;

import health.authz.bulk.application.BulkOperations;
import health.authz.bulk.application.BulkPreviewer;
import health.authz.bulk.application.GroupExpansion;
import health.authz.bulk.application.Preview;
import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.Scope;
import health.authz.directory.Directory;
import health.authz.events.PayerId;
import health.authz.events.directory.DirectoryKind;
import health.authz.platform.consistency.ConsistencyTokens;
import health.authz.platform.security.Caller;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.ProblemException.FieldError;
import health.authz.platform.web.Problems;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Previews from a form, whether it comes with the request or was kept under a name. */
@Component
final class FormPreviews {
    private final BulkPreviewer previewer;
    private final GroupExpansion groups;
    private final Directory directory;
    private final ConsistencyTokens tokens;

    FormPreviews(BulkPreviewer previewer, GroupExpansion groups, Directory directory, ConsistencyTokens tokens) {
        this.tokens = tokens;
        this.previewer = previewer;
        this.groups = groups;
        this.directory = directory;
    }

    /**
     * @param consistentWith a token that the list is not to be older than; {@code null} = none but the organisation's own changes
     * @throws ProblemException what is wrong with the form, or refuses what it selects
     */
    Preview preview(Caller caller, JsonNode form, @Nullable String consistentWith) {
        if (consistentWith != null) {
            tokens.read(consistentWith, caller.tenant());
        }
        PreviewRequest request = PreviewRequest.read(form);
        refuseUnknownPayers(caller, request);
        return previewer.create(
                caller, plan(caller, request), request.selection().json(), consistentWith);
    }

    private BulkPlan plan(Caller caller, PreviewRequest request) {
        Scope scope = BulkOperations.scope(caller);
        PreviewRequest.Adding adding = request.adding();
        if (adding == null) {
            return new BulkPlan.Update(
                    scope, request.patch(), request.allOrNothing(), request.includeOpenEnded(), false);
        }
        GroupExpansion.Expanded group =
                groups.expand(caller.tenant(), adding.groupId(), adding.values(), adding.perCode());
        return new BulkPlan.Add(
                        scope,
                        adding.groupId(),
                        group.version(),
                        group.members(),
                        adding.values(),
                        group.perCode(),
                        request.selection().payer(),
                        adding.policies())
                .whole(request.allOrNothing());
    }

    private void refuseUnknownPayers(Caller caller, PreviewRequest request) {
        Set<PayerId> named = request.payers();
        if (named.isEmpty()) {
            return;
        }
        Set<String> known = directory.existing(
                caller.tenant(),
                DirectoryKind.PAYER,
                named.stream().map(PayerId::value).toList());
        named.stream()
                .filter(payer -> !known.contains(payer.value()))
                .findFirst()
                .ifPresent(unknown -> {
                    String detail = "payerId: payer " + unknown + " is not known here; send it to the directory first.";
                    throw Problems.refused("unknown-payer", detail, new FieldError("payerId", detail));
                });
    }
}
