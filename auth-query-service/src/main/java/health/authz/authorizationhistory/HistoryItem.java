package health.authz.authorizationhistory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One event of an authorization's life, and what it changed. */
@JsonInclude
record HistoryItem(
        long seq,
        String type,
        String recordedAt,
        String actor,
        @Nullable String reason,
        @Nullable String operationId,
        List<Changed> changes) {
    @JsonInclude
    record Changed(
            String field,
            @Nullable JsonNode before,
            @Nullable JsonNode after) {}
}
