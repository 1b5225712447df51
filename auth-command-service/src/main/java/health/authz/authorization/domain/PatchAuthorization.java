package health.authz.authorization.domain;

import health.authz.events.AuthorizationId;
import health.authz.events.OperationId;
import health.authz.events.authorization.ChangeReason;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Change fields of one authorization, alone or as a row of a bulk update.
 *
 * @param expectedSeq what the person saw; {@code null} = whatever it is now (rule B-7)
 * @param client facts of now, needed where the patch names a payer; {@code null} = the client is no longer known
 * @param oneRow the patch was written for this row alone: what does not fit it is refused. Otherwise units given for a
 *     whole list are ignored on unmanaged rows, with a warning (rule B-9)
 * @param endsOpenOnes an end given for a whole list goes to unmanaged authorizations without one too (rule B-25)
 * @param maySpecial the caller holds {@code auth:special} (rule B-10)
 * @param today in the client's zone
 */
public record PatchAuthorization(
        AuthorizationId id,
        RequestedValues patch,
        @Nullable Long expectedSeq,
        @Nullable ClientFacts client,
        boolean oneRow,
        boolean endsOpenOnes,
        boolean maySpecial,
        ChangeReason reason,
        @Nullable OperationId operationId,
        LocalDate today)
        implements AuthorizationCommand {}
