package health.authz.bulk.application;

import health.authz.bulk.domain.Target;
import health.authz.platform.json.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Frozen targets of a chunk as text: {@code [["id",3],["id",4]]}. */
final class Targets {
    private Targets() {}

    static String write(List<Target> targets) {
        List<List<Object>> pairs = new ArrayList<>(targets.size());
        targets.forEach(target -> pairs.add(List.of(target.id(), target.seq())));
        return Json.mapper().writeValueAsString(pairs);
    }

    static List<Target> read(String text) {
        JsonNode pairs = Json.mapper().readTree(text);
        List<Target> targets = new ArrayList<>(pairs.size());
        pairs.forEach(pair ->
                targets.add(new Target(pair.get(0).stringValue(), pair.get(1).longValue())));
        return targets;
    }
}
