package health.authz.authorization.application;

import health.authz.authorization.domain.Added;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Snapshots in PostgreSQL, read and written in whole chunks (ADR 16). */
public class AuthorizationSnapshots implements Snapshots {
    private static final String READ = """
            select authorization_id, seq, state from authorization_snapshot
             where authorization_id = any(?) and format = ?""";
    private static final String KEEP = """
            insert into authorization_snapshot as held (format, authorization_id, seq, state)
            select ?, * from unnest(?::uuid[], ?::bigint[], ?::text[])
            on conflict (authorization_id) do update
               set format = excluded.format, seq = excluded.seq, state = excluded.state
             where held.seq < excluded.seq or held.format <> excluded.format""";

    private final JdbcTemplate jdbc;

    public AuthorizationSnapshots(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Map<String, Added> of(Collection<String> ids) {
        Map<String, Added> states = new HashMap<>();
        if (!ids.isEmpty()) {
            jdbc.query(
                    READ,
                    row -> {
                        states.put(row.getString(1), SnapshotText.read(row.getString(3), row.getLong(2)));
                    },
                    ids.stream().map(UUID::fromString).toArray(UUID[]::new),
                    SnapshotText.FORMAT);
        }
        return states;
    }

    @Override
    public void keep(Collection<Added> states) {
        List<Added> ordered = states.stream()
                .sorted(Comparator.comparing(state -> state.identity().id()))
                .toList();
        if (!ordered.isEmpty()) {
            jdbc.update(
                    KEEP,
                    SnapshotText.FORMAT,
                    ordered.stream().map(state -> state.identity().id().value()).toArray(UUID[]::new),
                    ordered.stream().map(Added::seq).toArray(Long[]::new),
                    ordered.stream().map(SnapshotText::write).toArray(String[]::new));
        }
    }
}
