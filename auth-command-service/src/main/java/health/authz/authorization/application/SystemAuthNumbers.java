package health.authz.authorization.application;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** The numbers that the system gives to authorizations; taken in blocks, one query a chunk. Gaps are harmless. */
public class SystemAuthNumbers {
    private final JdbcTemplate jdbc;

    public SystemAuthNumbers(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** That many new numbers, ascending. */
    public List<Long> next(int count) {
        return jdbc.queryForList("select nextval('system_auth_no') from generate_series(1, ?)", Long.class, count);
    }
}
