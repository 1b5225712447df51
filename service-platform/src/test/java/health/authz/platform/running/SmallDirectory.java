package health.authz.platform.running;

import health.authz.events.envelope.EventHeaders;
import health.authz.events.envelope.Topics;
import health.authz.platform.PlatformFixtures;
import health.authz.platform.relay.Outbox;
import health.authz.platform.republish.Retold;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Two clients that are kept beside the events; how far they are told again is kept in a table. */
class SmallDirectory implements Retold {
    private static final int CLIENTS = 2;
    /** Whether nothing is written for now. */
    static volatile boolean held;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Outbox outbox;

    SmallDirectory(JdbcTemplate jdbc, TransactionTemplate transaction, Outbox outbox) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.outbox = outbox;
        jdbc.execute("create table if not exists small_directory (done int not null)");
    }

    @Override
    public void begin(boolean anew) {
        if (anew || progress().ended()) {
            jdbc.update("delete from small_directory");
            jdbc.update("insert into small_directory (done) values (0)");
        }
    }

    @Override
    public void step() {
        if (held) {
            throw new IllegalStateException("held");
        }
        transaction.executeWithoutResult(status -> jdbc.queryForList(
                        "update small_directory set done = done + 1 where done < ? returning done",
                        Integer.class,
                        CLIENTS)
                .forEach(this::tell));
    }

    void tell(int client) {
        outbox.put(List.of(new Outbox.Line(
                Topics.CLIENT_DIRECTORY,
                "client-" + client,
                Map.of(
                        EventHeaders.TENANT_ID,
                        PlatformFixtures.METADATA.tenant().value(),
                        EventHeaders.TYPE,
                        "directory.client"),
                "{}")));
    }

    @Override
    public Progress progress() {
        return jdbc.queryForList("select done from small_directory", Integer.class).stream()
                .map(done -> new Progress(done, CLIENTS, done == CLIENTS))
                .findFirst()
                .orElse(Progress.NONE);
    }
}
