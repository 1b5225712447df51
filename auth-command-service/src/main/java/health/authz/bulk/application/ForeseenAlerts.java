package health.authz.bulk.application;

import health.authz.bulk.domain.PreviewSummary.Candidate;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Who would be alerted. */
@FunctionalInterface
interface ForeseenAlerts {
    /** The alerts that would fire; empty if nobody could say. */
    Optional<JsonNode> of(List<Candidate> candidates, String bearerToken);
}
