package health.authz.bulk.domain;

import health.authz.authorization.domain.Added;
import health.authz.authorization.domain.Authorization;
import health.authz.authorization.domain.Decision;
import health.authz.authorization.domain.EndPrevious;
import health.authz.authorization.domain.Warning;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.authorization.AuthorizationEvent;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row with what was decided about it.
 *
 * @param client {@code null} where the authorization may not be seen
 * @param id {@code null} while a row to add has none
 * @param before what it was
 * @param after what it would be; the same as before where nothing follows
 * @param today in the client's zone
 * @param ended older authorizations that end because this one is added
 * @param audience who may see it, by its client of now, whether the plan's caller may or not
 */
public record DecidedRow(
        @Nullable ClientId client,
        @Nullable BillingCode code,
        @Nullable AuthorizationId id,
        Authorization before,
        Authorization after,
        Decision decision,
        RowOutcome outcome,
        LocalDate today,
        List<EndPrevious.Ended> ended,
        Audience audience) {

    /** Decides the rest of a row from its decision. */
    public static DecidedRow of(
            BulkPlan plan,
            @Nullable ClientId client,
            @Nullable BillingCode code,
            @Nullable AuthorizationId id,
            Authorization before,
            Decision decision,
            LocalDate today) {
        Authorization after = before;
        if (decision instanceof Decision.Accepted accepted) {
            for (AuthorizationEvent event : accepted.events()) {
                after = after.evolve(event, after.seq() + 1);
            }
        }
        AuthorizationId shown = decision instanceof Decision.Skipped skipped ? skipped.existing() : id;
        return new DecidedRow(
                client,
                code,
                shown,
                before,
                after,
                decision,
                RowOutcome.of(plan, decision),
                today,
                List.of(),
                Audience.OF_NO_CLIENT);
    }

    /** The same, in view of these. */
    public DecidedRow to(Audience those) {
        return new DecidedRow(client, code, id, before, after, decision, outcome, today, ended, those);
    }

    /** The same, with something that a person should know besides, if it is accepted. */
    public DecidedRow warned(Warning warning) {
        if (!(decision instanceof Decision.Accepted accepted)) {
            return this;
        }
        List<Warning> warnings = new ArrayList<>(accepted.warnings());
        warnings.add(warning);
        return new DecidedRow(
                client,
                code,
                id,
                before,
                after,
                new Decision.Accepted(accepted.events(), warnings, accepted.ends()),
                outcome,
                today,
                ended,
                audience);
    }

    /** The same with the older authorizations that end for it. */
    public DecidedRow ending(List<EndPrevious.Ended> older) {
        return new DecidedRow(client, code, id, before, after, decision, outcome, today, List.copyOf(older), audience);
    }

    public List<AuthorizationEvent> events() {
        return decision instanceof Decision.Accepted accepted ? accepted.events() : List.of();
    }

    /** Older authorizations that must end before this one starts. */
    public List<AuthorizationId> ends() {
        return decision instanceof Decision.Accepted accepted ? accepted.ends() : List.of();
    }

    public @Nullable RowProblem problem() {
        return RowProblem.of(decision);
    }

    /**
     * What a person should know of a row, each once; those of its rules, then alerts at once. Of a row that stays as it is, only
     * what was kept from it.
     */
    public Set<String> warnings() {
        if (!(decision instanceof Decision.Accepted accepted)) {
            return Set.of();
        }
        Set<String> types = new LinkedHashSet<>();
        if (accepted.unchanged()) {
            accepted.warnings().stream()
                    .filter(Warning.OF_UNCHANGED::contains)
                    .forEach(warning -> types.add(warning.type()));
            return types;
        }
        accepted.warnings().forEach(warning -> types.add(warning.type()));
        AlertCandidates.of(addedBefore(), addedAfter(), today)
                .forEach(kind -> types.add(kind.warning().type()));
        return types;
    }

    public @Nullable Added addedBefore() {
        return before instanceof Added added ? added : null;
    }

    public @Nullable Added addedAfter() {
        return after instanceof Added added ? added : null;
    }
}
