package health.authz.authorization.application;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Taken from a sequence of PostgreSQL in blocks, one query a chunk. */
public class SystemAuthNumbers implements AuthNumbers {
    private final JdbcTemplate jdbc;

    public SystemAuthNumbers(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<Long> next(int count) {
        return jdbc.queryForList("select nextval('system_auth_no') from generate_series(1, ?)", Long.class, count);
    }
}
