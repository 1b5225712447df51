package health.authz.authorization.application;

import health.authz.authorization.domain.Added;
import java.time.Clock;
import java.time.OffsetDateTime;
import org.springframework.jdbc.core.JdbcTemplate;

/** What people wrote beside a change: erasable free text, so a row here and never part of an event. */
public class AuthorizationComments {
    private final JdbcTemplate jdbc;
    private final Clock clock;

    public AuthorizationComments(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void record(Added after, String actor, String comment) {
        jdbc.update(
                """
                insert into authorization_comment (authorization_id, seq, tenant, actor, written_at, comment)
                values (?, ?, ?, ?, ?, ?)""",
                after.identity().id().value(),
                after.seq(),
                after.identity().tenant().value(),
                actor,
                OffsetDateTime.now(clock),
                comment);
    }
}
