package health.authz.gateway.console.list;

import java.util.List;
import java.util.Map;

/** One choice of a filter. */
public record Choice(String value, String label, boolean chosen) {
    static List<Choice> of(Map<String, String> names, String chosen) {
        return names.entrySet().stream()
                .map(each ->
                        new Choice(each.getKey(), each.getValue(), each.getKey().equals(chosen)))
                .toList();
    }
}
