package health.authz.gateway.console;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Which time zone a reader is told moments in. An organisation has none of its own; its divisions have. */
final class TimeZones {
    static final ZoneId UTC = ZoneId.of("UTC");

    private TimeZones() {}

    /** The one that most of the divisions are in, of equally many the first listed; UTC where none says. */
    static ZoneId of(JsonNode divisions) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        divisions.forEach(division -> counts.merge(division.path("timeZone").asString(""), 1, Integer::sum));
        String most = "";
        for (Map.Entry<String, Integer> each : counts.entrySet()) {
            if (each.getValue() > counts.getOrDefault(most, 0) || most.isEmpty()) {
                most = each.getKey();
            }
        }
        try {
            return most.isEmpty() ? UTC : ZoneId.of(most);
        } catch (DateTimeException unknownHere) {
            return UTC;
        }
    }
}
