package health.authz.bulk.application;

import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import java.time.Clock;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Bulk forms with names (ADR 25). */
public class Recipes extends NamedForms {
    Recipes(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
        super("recipe", jdbc, transaction, clock);
    }

    @Override
    ProblemException ofSomebodyElse(String detail) {
        return Problems.conflict("recipe-of-somebody-else", detail);
    }
}
