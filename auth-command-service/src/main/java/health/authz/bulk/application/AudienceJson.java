package health.authz.bulk.application;

import health.authz.bulk.domain.ChunkAudiences;
import health.authz.bulk.domain.ChunkAudiences.Outcomes;
import health.authz.events.bulk.BulkOperationEvent.RowCounts;
import health.authz.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Audiences of a chunk as text, and what became of them: {@code [[0,500,0,0,0,0,0]]}, the group and its counts. */
final class AudienceJson {
    private AudienceJson() {}

    static @Nullable String write(@Nullable ChunkAudiences audiences) {
        return audiences == null ? null : Json.mapper().writeValueAsString(audiences);
    }

    static @Nullable ChunkAudiences read(@Nullable String text) {
        return text == null ? null : Json.mapper().readValue(text, ChunkAudiences.class);
    }

    static @Nullable String writeOutcomes(@Nullable List<Outcomes> outcomes) {
        return outcomes == null
                ? null
                : Json.mapper()
                        .writeValueAsString(
                                outcomes.stream().map(AudienceJson::numbers).toList());
    }

    private static List<Long> numbers(Outcomes outcomes) {
        RowCounts counts = outcomes.counts();
        return List.of(
                (long) outcomes.group(),
                counts.added(),
                counts.changed(),
                counts.unchanged(),
                counts.skipped(),
                counts.stale(),
                counts.rejected());
    }

    static List<Outcomes> readOutcomes(@Nullable String text) {
        List<Outcomes> outcomes = new ArrayList<>();
        if (text != null) {
            for (JsonNode each : Json.mapper().readTree(text)) {
                outcomes.add(new Outcomes(
                        each.get(0).intValue(),
                        new RowCounts(
                                each.get(1).longValue(),
                                each.get(2).longValue(),
                                each.get(3).longValue(),
                                each.get(4).longValue(),
                                each.get(5).longValue(),
                                each.get(6).longValue())));
            }
        }
        return outcomes;
    }
}
