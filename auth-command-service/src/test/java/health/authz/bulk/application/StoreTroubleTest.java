package health.authz.bulk.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.TransactionSystemException;

class StoreTroubleTest {
    @ParameterizedTest
    @CsvSource({
        "53100, disk full",
        "53200, the database is short of memory or connections",
        "53300, the database is short of memory or connections",
        "08006, the database is away",
        "57P01, the database is away",
        "57P03, the database is away"
    })
    void trouble_that_passes_is_told_by_its_state(String state, String said) {
        assertThat(StoreTrouble.of(failedWith(state))).contains(said);
    }

    @Test
    void a_rollback_that_fails_too_does_not_hide_why_the_chunk_failed() {
        TransactionSystemException rollback =
                new TransactionSystemException("JDBC rollback failed", new SQLException("Connection is closed"));
        rollback.initApplicationException(failedWith("57P01"));

        assertThat(StoreTrouble.of(rollback)).contains("the database is away");
    }

    @Test
    void a_broken_rule_of_the_store_is_no_such_trouble() {
        assertThat(StoreTrouble.of(failedWith("23505"))).isEmpty();
    }

    private static RuntimeException failedWith(String state) {
        return new DataAccessResourceFailureException("no", new SQLException("no", state));
    }
}
