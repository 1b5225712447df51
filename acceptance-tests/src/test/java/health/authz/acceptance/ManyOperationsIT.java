package health.authz.acceptance;

import static health.authz.acceptance.dsl.Json.object;
import static health.authz.stack.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import health.authz.acceptance.dsl.Answer;
import health.authz.acceptance.dsl.Api;
import health.authz.acceptance.dsl.Operation;
import health.authz.acceptance.dsl.Organisation;
import health.authz.acceptance.dsl.Preview;
import health.authz.acceptance.dsl.Together;
import health.authz.acceptance.dsl.Truth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** More operations at once than there are workers. */
class ManyOperationsIT {
    private static final int OPERATIONS = 200;
    private static final int CODES = 2;
    private static final Duration LISTED_WITHIN = Duration.ofMinutes(5);

    @Test
    void two_hundred_operations_at_once_all_end_and_each_row_is_there_once() throws Exception {
        Organisation org = Organisation.open("many");
        List<String> clients = org.manyClients("c", OPERATIONS, "adult", "bcbs");
        org.known();
        org.code("M1", 10);
        org.code("M2", 10);
        String group = org.group("Many", "M1", "M2");
        Api biller = org.biller();
        List<Preview> previews = clients.stream()
                .map(client -> biller.preview(org.adding(object("ids", List.of(client)), group)))
                .toList();

        List<Callable<Answer>> confirmations = new ArrayList<>();
        previews.forEach(preview -> confirmations.add(() -> confirmed(preview)));
        List<Operation> done = Together.run(confirmations).stream()
                .map(answer -> Operation.of(biller, answer.is(202)).done().succeeded())
                .toList();

        assertThat(done).allSatisfy(each -> {
            assertThat(each.progress("total")).isEqualTo(CODES);
            assertThat(each.progress("succeeded")).isEqualTo(CODES);
        });
        assertThat(done).extracting(Operation::id).doesNotHaveDuplicates();
        assertThat(new Truth(org).storedEvents()).isEqualTo(OPERATIONS * CODES);
        eventually(LISTED_WITHIN, () -> assertThat(biller.listed("")).isEqualTo(OPERATIONS * CODES));
    }

    /** Whoever is told to come back, as all connections to the store are taken, sends the same key again. */
    private static Answer confirmed(Preview preview) {
        String key = UUID.randomUUID().toString();
        Answer[] answer = new Answer[1];
        eventually(LISTED_WITHIN, () -> answer[0] = preview.tryConfirm(key).is(202));
        return answer[0];
    }
}
