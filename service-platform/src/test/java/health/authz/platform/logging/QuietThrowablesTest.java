package health.authz.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.spi.ThrowableProxy;
import com.mongodb.MongoWriteException;
import com.mongodb.ServerAddress;
import com.mongodb.WriteError;
import health.authz.platform.json.Json;
import java.sql.BatchUpdateException;
import java.sql.SQLTransientConnectionException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataIntegrityViolationException;

/** Whoever repeats what they were given is written down without their text, however they are wrapped. */
class QuietThrowablesTest {
    private static final String NAME = "Canaryname";
    private static final String BORN = "1931-07-17";

    record Person(String name, LocalDate birthDate) {}

    static List<Throwable> talkative() {
        Throwable batch = new BatchUpdateException(
                "Batch entry 0 insert into outbox (value) values ('" + NAME + " " + BORN + "') was aborted: ERROR: no",
                "23514",
                new int[0]);
        Throwable mongo = new MongoWriteException(
                new WriteError(
                        121, "Document failed validation: " + NAME, new BsonDocument("born", new BsonString(BORN))),
                new ServerAddress(),
                Set.of());
        Throwable parsed = catchThrowable(() -> LocalDate.parse(NAME + BORN));
        Throwable read = catchThrowable(() ->
                Json.mapper().readValue("{\"name\":\"" + NAME + "\",\"birthDate\":\"" + BORN + "x\"}", Person.class));
        return List.of(
                batch,
                mongo,
                parsed,
                read,
                new DataIntegrityViolationException("PreparedStatementCallback; " + batch.getMessage(), batch),
                new RuntimeException(batch),
                new IllegalStateException("it failed", new RuntimeException(mongo)),
                suppressing(read));
    }

    private static Throwable suppressing(Throwable other) {
        IllegalStateException outer = new IllegalStateException("first, " + other.getMessage());
        outer.addSuppressed(other);
        return outer;
    }

    @ParameterizedTest
    @MethodSource("talkative")
    void no_name_and_no_birth_date_is_written_down(Throwable talkative) {
        String plain = written(talkative);

        assertThat(plain)
                .doesNotContain(NAME, BORN)
                .contains(talkative.getClass().getSimpleName(), "\tat ");
    }

    @Test
    void what_tells_nothing_of_anybody_stays() {
        Throwable pool = new SQLTransientConnectionException("HikariPool-1 - Connection is not available");
        Throwable own = new IllegalStateException("the chunk has no rows", new RuntimeException(pool));

        assertThat(written(own)).contains("the chunk has no rows", "Connection is not available");
        assertThat(new QuietThrowables()
                        .throwableProxyToString(new ThrowableProxy(talkative().getFirst())))
                .contains("SQLSTATE 23514");
    }

    private static String written(Throwable thrown) {
        QuietThrowables quiet = new QuietThrowables();
        quiet.start();
        return quiet.throwableProxyToString(new ThrowableProxy(thrown));
    }
}
