package health.authz.platform.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoTimeoutException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

class StoreTroubleTest {
    @ParameterizedTest
    @CsvSource({
        "53100, FULL",
        "53200, SHORT",
        "53300, SHORT",
        "08000, AWAY",
        "08001, AWAY",
        "08003, AWAY",
        "08006, AWAY",
        "57P01, AWAY",
        "57P02, AWAY",
        "57P03, AWAY",
        "57P05, AWAY",
        "28P01, AWAY",
        "28000, AWAY",
        "3D000, AWAY",
        "25006, READ_ONLY",
        "25P03, AWAY",
        "25P04, AWAY",
        "57014, SLOW",
        "55P03, CROWDED",
        "40P01, CROWDED",
        "40001, CROWDED",
        "58030, BROKEN_DISK",
        "58P01, BROKEN_DISK"
    })
    void postgresql_tells_by_its_state(String state, StoreTrouble trouble) {
        assertThat(StoreTrouble.of(failedWith(state))).contains(trouble);
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "23503", "22001", "22P02", "42601", "42501", "42P01", "25P02", "P0001", "XX000"})
    void a_statement_that_is_wrong_is_no_such_trouble(String state) {
        assertThat(StoreTrouble.of(failedWith(state))).isEmpty();
    }

    @Test
    void a_rollback_that_fails_too_does_not_hide_why_the_work_failed() {
        TransactionSystemException rollback =
                new TransactionSystemException("JDBC rollback failed", new SQLException("Connection is closed"));
        rollback.initApplicationException(failedWith("53100"));

        assertThat(StoreTrouble.of(rollback)).contains(StoreTrouble.FULL);
    }

    @Test
    void the_event_store_and_a_batch_hide_nothing() {
        BatchUpdateException batch = new BatchUpdateException("batch", null, new int[0]);
        batch.setNextException(new SQLException("cannot execute INSERT in a read-only transaction", "25006"));

        assertThat(StoreTrouble.of(new IllegalStateException("refused", new EventStoreException("no", batch))))
                .contains(StoreTrouble.READ_ONLY);
    }

    @Test
    void a_pool_without_a_connection_is_a_store_that_is_away() {
        SQLException pool = new SQLTransientConnectionException("Connection is not available, request timed out");

        assertThat(StoreTrouble.of(new CannotCreateTransactionException("no", pool)))
                .contains(StoreTrouble.AWAY);
        assertThat(StoreTrouble.of(new CannotGetJdbcConnectionException("no", pool)))
                .contains(StoreTrouble.AWAY);
        assertThat(StoreTrouble.of(new CannotCreateTransactionException(
                        "no", new SQLTransientConnectionException("no", "", new SQLException("full", "53300")))))
                .contains(StoreTrouble.SHORT);
    }

    @Test
    void mongodb_tells_by_what_its_driver_throws() {
        assertThat(StoreTrouble.of(new IllegalStateException(new MongoTimeoutException("no server"))))
                .contains(StoreTrouble.AWAY);
        assertThat(StoreTrouble.of(new MongoExecutionTimeoutException(50, "too slow")))
                .contains(StoreTrouble.SLOW);
    }

    @Test
    void whatever_else_fails_is_a_fault() {
        assertThat(StoreTrouble.of(new IllegalStateException("no such luck"))).isEmpty();
        Exception round = new IllegalStateException("round");
        round.addSuppressed(new IllegalArgumentException(round));
        assertThat(StoreTrouble.of(round)).isEmpty();
    }

    private static RuntimeException failedWith(String state) {
        return new DataAccessResourceFailureException("no", new SQLException("no", state));
    }
}
