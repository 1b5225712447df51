package health.authz.bulk.application;

import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import java.time.Clock;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Ways to read the sheets of one sender each, with names (ADR 49). */
public class Mappings extends NamedForms {
    Mappings(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
        super("mapping", jdbc, transaction, clock);
    }

    @Override
    ProblemException ofSomebodyElse(String detail) {
        return Problems.conflict("mapping-of-somebody-else", detail);
    }
}
