package health.authz.platform.consistency;

import health.authz.events.TenantId;
import org.springframework.jdbc.core.JdbcTemplate;

/** How far a service's store has been written. */
public class StoredPositions {
    /** Numbers that were drawn, not rows that are seen: cheap at any size, and never below what was committed before. */
    private static final String DRAWN = """
            select case when e.is_called then e.last_value else 0 end, case when o.is_called then o.last_value else 0 end
              from domain_event_entry_global_index_seq e, outbox_position_seq o""";

    private final JdbcTemplate jdbc;
    private final String service;

    StoredPositions(JdbcTemplate jdbc, String service) {
        this.jdbc = jdbc;
        this.service = service;
    }

    /** Not below anything that the organisation has committed by now. */
    ConsistencyToken now(TenantId tenant) {
        return jdbc.query(DRAWN, rows -> {
            rows.next();
            return upTo(tenant, rows.getLong(1), rows.getLong(2));
        });
    }

    /**
     * Of something that ended long ago, so that its reader does not wait for what came later.
     *
     * @param aggregateId whose last event it ended with
     */
    ConsistencyToken atEndOf(TenantId tenant, String aggregateId) {
        Long last = jdbc.queryForObject(
                "select coalesce(max(global_index), 0) from domain_event_entry where aggregate_identifier = ?",
                Long.class,
                aggregateId);
        return upTo(tenant, last == null ? 0 : last, 0);
    }

    private ConsistencyToken upTo(TenantId tenant, long events, long outbox) {
        return new ConsistencyToken(service, tenant, events, outbox);
    }
}
