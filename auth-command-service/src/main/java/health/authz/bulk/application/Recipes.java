package health.authz.bulk.application;

import java.time.Clock;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Bulk forms with names (ADR 25). */
public class Recipes extends NamedForms {
    Recipes(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock) {
        super("recipe", jdbc, transaction, clock);
    }
}
