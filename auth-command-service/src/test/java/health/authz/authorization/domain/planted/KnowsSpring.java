package health.authz.authorization.domain.planted;

import org.springframework.jdbc.core.JdbcTemplate;

/** Breaks the rule on purpose: a decision that looks something up. */
class KnowsSpring {
    JdbcTemplate store;
}
