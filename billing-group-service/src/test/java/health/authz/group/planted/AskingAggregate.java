package health.authz.group.planted;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Breaks the fence on purpose: an aggregate that reaches for the database. */
class AskingAggregate {
    @Nullable
    JdbcTemplate jdbc;
}
