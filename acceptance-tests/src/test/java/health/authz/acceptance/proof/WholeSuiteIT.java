package health.authz.acceptance.proof;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Stack;
import health.authz.verify.Outcome;
import health.authz.verify.Verify;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code ./run verify} on the stack that all suites share, with all that they added, killed, erased and took back: whatever
 * a test did not look at is looked at here.
 */
class WholeSuiteIT {
    @Test
    void everything_of_the_whole_suite_is_told_and_shown_as_it_is_stored() throws SQLException {
        List<String> said = new ArrayList<>();

        Outcome outcome = Verify.run(Stack.running().verifyOptions(), said::add);

        System.out.println(outcome.line());
        assertThat(outcome.lines()).as("%s", said).isEmpty();
        assertThat(outcome.clean()).isTrue();
        assertThat(outcome.compared()).isPositive();
    }
}
