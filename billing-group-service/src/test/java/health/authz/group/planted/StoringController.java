package health.authz.group.planted;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Breaks the fence on purpose: a controller that keeps the data itself. */
class StoringController {
    @Nullable
    JdbcTemplate jdbc;
}
