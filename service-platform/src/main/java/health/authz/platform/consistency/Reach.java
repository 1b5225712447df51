package health.authz.platform.consistency;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/** How far an organisation's records reach in Kafka. @param next offset behind the last one, by partition */
public record Reach(Map<TopicPartition, Long> next) {
    /** Header of a selection that is to wait for it. */
    public static final String HEADER = "Authz-Reach";

    public Reach {
        next = Map.copyOf(next);
    }

    /** As it travels between services: {@code auth-events-0=17,client-directory-1=4}. */
    public String text() {
        Map<String, Long> sorted = new TreeMap<>();
        next.forEach((partition, offset) -> sorted.put(partition.toString(), offset));
        return sorted.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(","));
    }

    /** @throws IllegalArgumentException if it is none */
    public static Reach of(String text) {
        Map<TopicPartition, Long> next = new HashMap<>();
        if (!text.isEmpty()) {
            for (String each : text.split(",", -1)) {
                int equals = each.indexOf('=');
                int dash = each.lastIndexOf('-', Math.max(0, equals));
                if (dash <= 0) {
                    throw new IllegalArgumentException("no partition and offset");
                }
                next.put(
                        new TopicPartition(each.substring(0, dash), Integer.parseInt(each.substring(dash + 1, equals))),
                        Long.parseLong(each.substring(equals + 1)));
            }
        }
        return new Reach(next);
    }
}
