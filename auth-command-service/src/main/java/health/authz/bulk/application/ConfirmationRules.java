package health.authz.bulk.application;

import health.authz.bulk.domain.BulkPlan;
import health.authz.bulk.domain.RowOutcome;
import health.authz.bulk.domain.Safeguards;
import health.authz.events.TenantId;
import health.authz.platform.json.Json;
import health.authz.platform.web.ProblemException;
import health.authz.platform.web.ProblemException.FieldError;
import health.authz.platform.web.Problems;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is asked of whoever confirms, by the organisation's settings of that moment. */
public class ConfirmationRules {
    /** In the answer of a preview that overrides units: their sums before and after. */
    static final String UNITS = "units";

    private final Function<TenantId, Safeguards> safeguards;

    ConfirmationRules(Function<TenantId, Safeguards> safeguards) {
        this.safeguards = safeguards;
    }

    /**
     * What is asked.
     *
     * @param rows that would change
     * @param typedCount their number is typed
     * @param fourEyes a second person lets it go
     */
    public record Asked(long rows, boolean typedCount, boolean fourEyes) {
        /** @throws ProblemException 422 if the number is missing, or given and another one */
        void check(@Nullable Long typed) {
            if (typed == null && typedCount) {
                throw refused("is missing; type the number of rows that would change, " + rows);
            }
            if (typed != null && typed != rows) {
                throw refused("is " + typed + ", and " + rows + " rows would change; look again and type that number");
            }
        }

        private static ProblemException refused(String detail) {
            return Problems.refused("typed-count", "typedCount: " + detail + ".", new FieldError("typedCount", detail));
        }
    }

    /** For a preview that is ready. */
    public Asked of(Preview preview) {
        JsonNode answer = Json.mapper().readTree(preview.answer() == null ? "{}" : preview.answer());
        JsonNode outcomes = answer.path("outcomes");
        return of(
                preview.plan().scope().tenant(),
                answer.has(UNITS),
                outcomes.path(RowOutcome.ADDED.inPreview()).asLong(0)
                        + outcomes.path(RowOutcome.CHANGED.inPreview()).asLong(0));
    }

    /** For rows that nobody previews. */
    Asked of(BulkPlan plan, long rows) {
        return of(plan.scope().tenant(), Safeguards.overridesUnits(plan), rows);
    }

    private Asked of(TenantId tenant, boolean overridesUnits, long rows) {
        Safeguards of = safeguards.apply(tenant);
        return new Asked(rows, of.asksCount(overridesUnits, rows), of.asksSecondPerson(rows));
    }
}
