package health.authz.alert.domain.planted;

import org.springframework.jdbc.core.JdbcTemplate;

/** Breaks the fence on purpose: a domain that reaches for the database. */
class KnowsSpring {
    JdbcTemplate jdbc;
}
