package health.authz.platform.relay;

import health.authz.platform.json.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Lines for Kafka that are written in the same transaction as what they tell of. */
public class Outbox {
    private final JdbcTemplate jdbc;
    private final RelaySignal signal;

    public Outbox(JdbcTemplate jdbc, RelaySignal signal) {
        this.jdbc = jdbc;
        this.signal = signal;
    }

    /**
     * One record to be.
     *
     * @param value JSON text; {@code null} writes a tombstone
     */
    public record Line(
            String topic,
            String key,
            Map<String, String> headers,
            @Nullable String value) {}

    /** Writes lines in the caller's transaction; its commit wakes the relay. */
    public void put(List<Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        jdbc.batchUpdate(
                "insert into outbox (topic, key, headers, value) values (?, ?, ?, ?)",
                lines,
                lines.size(),
                (row, line) -> {
                    row.setString(1, line.topic());
                    row.setString(2, line.key());
                    row.setString(3, Json.mapper().writeValueAsString(line.headers()));
                    row.setString(4, line.value());
                });
        signal.afterCommit();
    }
}
