package health.authz.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.killtest.KillTest;
import health.authz.killtest.KillTestOptions;
import health.authz.killtest.Tally;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The short form of {@code ./run kill-test}, on stacks of its own. */
class KillShortIT {
    private static final int ROUNDS = 3;
    private static final int ROWS = 20_000;

    @Test
    void whatever_dies_no_row_is_lost_or_doubled() throws Exception {
        List<String> said = Collections.synchronizedList(new ArrayList<>());
        Path checkout = Path.of(System.getProperty("authz.checkout", ".."));
        long seed = new Random().nextLong(1_000_000);

        Tally tally = KillTest.run(new KillTestOptions(checkout, ROUNDS, ROWS, seed), said::add);

        assertThat(tally).as("seed %d: %s", seed, said).isEqualTo(new Tally(0, 0));
        assertThat(said)
                .filteredOn(line -> line.contains("killed "))
                .as("seed %d", seed)
                .hasSize(3 * ROUNDS);
    }
}
