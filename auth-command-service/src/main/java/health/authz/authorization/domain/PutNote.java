package health.authz.authorization.domain;

import health.authz.events.AuthorizationId;
import health.authz.events.NoteId;
import health.authz.events.Units;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * The health record says how a note stands now; asked twice, it happens once.
 *
 * @param serviceDate ignored where the note is voided
 * @param units 0 or more; ignored where the note is voided
 * @param client facts of now; {@code null} = the client is no longer known
 * @param maySpecial the caller holds {@code auth:special}, which lifts the grace (rule W-3)
 * @param lateGraceDays setting {@code notes.late-grace-days}
 * @param today in the client's zone
 * @throws IllegalArgumentException if units are below 0
 */
public record PutNote(
        AuthorizationId id,
        NoteId noteId,
        LocalDate serviceDate,
        Units units,
        NoteState state,
        @Nullable ClientFacts client,
        boolean maySpecial,
        int lateGraceDays,
        LocalDate today)
        implements AuthorizationCommand {
    public PutNote {
        if (units.isNegative()) {
            throw new IllegalArgumentException("units is 0 or more");
        }
    }
}
