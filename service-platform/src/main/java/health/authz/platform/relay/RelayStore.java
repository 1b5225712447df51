package health.authz.platform.relay;

import health.authz.events.envelope.StreamKind;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** The relay's own connection to PostgreSQL: who leads, where it stands, what it has reached. */
class RelayStore implements AutoCloseable {
    static final String CHANNEL = "authz_relay";
    /** Longest wait between two questions to the server; a commit in Kafka alone may take longer, up to ten seconds. */
    static final Duration BEAT = Duration.ofSeconds(2);

    /**
     * A leader that was frozen asks nothing, and the server ends its session, which frees the lock. Longer than the longest
     * wait for Kafka between two questions.
     */
    private static final String OPEN =
            "listen " + CHANNEL + "; set idle_session_timeout = '20s'; set application_name = 'relay'";

    private static final String LOOK = """
            select p.source, p.position, p.moved,
                   case p.source when 'outbox' then (select max(position) from outbox)
                                 else (select max(global_index) from domain_event_entry) end
              from relay_position p""";

    /** A row that is really written: a server that only reads is noticed before anything is sent. */
    private static final String TOUCH = """
            insert into relay_position (source, position) values ('domain_event_entry', 0), ('outbox', 0)
            on conflict (source) do update set position = relay_position.position""";

    private static final String SAVE =
            "update relay_position set position = ? where source = ? and position < ? and moved = ?";

    private static final String SAVE_REACH = """
            insert into relay_reach as held (tenant, topic, partition, next_offset)
            select * from unnest(?::text[], ?::text[], ?::int[], ?::bigint[])
            on conflict (tenant, topic, partition) do update set next_offset = excluded.next_offset
             where held.next_offset < excluded.next_offset""";

    private final Connection connection;
    private long beatAt = System.nanoTime();

    private RelayStore(Connection connection) {
        this.connection = connection;
    }

    static RelayStore on(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement open = connection.createStatement()) {
            open.execute(OPEN);
        }
        return new RelayStore(connection);
    }

    Connection connection() {
        return connection;
    }

    /**
     * Where a source stands.
     *
     * @param position of the last row that Kafka has acknowledged
     * @param moved how often somebody put the position back
     * @param highest number that is visible in the table; 0 if it is empty
     */
    record Stand(long position, long moved, long highest) {
        /** Numbers that are not told yet; some of them may belong to nobody. */
        long behind() {
            return Math.max(0, highest - position);
        }
    }

    Map<RelaySource, Stand> look() throws SQLException {
        Map<RelaySource, Stand> stands = new EnumMap<>(RelaySource.class);
        try (Statement look = connection.createStatement();
                ResultSet row = look.executeQuery(LOOK)) {
            while (row.next()) {
                for (RelaySource source : RelaySource.values()) {
                    if (source.table.equals(row.getString(1))) {
                        stands.put(source, new Stand(row.getLong(2), row.getLong(3), row.getLong(4)));
                    }
                }
            }
        }
        return stands;
    }

    /** Tries to be the one that works. */
    boolean lock() throws SQLException {
        return "true".equals(one("select pg_try_advisory_lock(hashtext('relay ' || current_schema()))::text"));
    }

    String schema() throws SQLException {
        return one("select current_schema()");
    }

    /** Shows the server that this session lives. */
    void beat() throws SQLException {
        one("select 1");
    }

    /** Commits a change of its own, so that it is known that what will be sent can be saved. */
    void touch() throws SQLException {
        try (Statement touch = connection.createStatement()) {
            touch.executeUpdate(TOUCH);
        }
    }

    /** The same for whoever waits long, and looks in here often. */
    void beatNowAndThen() throws SQLException {
        if (System.nanoTime() - beatAt > BEAT.toNanos()) {
            beatAt = System.nanoTime();
            beat();
        }
    }

    /** Tells the instance that leads, by a statement of its own. */
    void tellLeader() throws SQLException {
        one("select pg_notify('" + CHANNEL + "', current_schema())");
    }

    /** Whether another instance told of something, without waiting for it. */
    boolean wasTold() throws SQLException {
        return connection.unwrap(PGConnection.class).getNotifications(1).length > 0;
    }

    /** Saves, in one transaction, what Kafka has acknowledged, unless the position was put back since it was read. */
    void save(Batch acknowledged) throws SQLException {
        connection.setAutoCommit(false);
        try {
            boolean stands = true;
            for (Map.Entry<RelaySource, Batch.Part> part : acknowledged.parts().entrySet()) {
                stands &= save(part.getKey(), part.getValue());
            }
            if (stands) {
                saveReach(acknowledged.reached());
            }
            forget(acknowledged);
            connection.commit();
        } catch (SQLException failed) {
            rollBack(failed);
            throw failed;
        }
        connection.setAutoCommit(true);
    }

    private void rollBack(SQLException failed) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException gone) {
            failed.addSuppressed(gone);
        }
    }

    private boolean save(RelaySource source, Batch.Part part) throws SQLException {
        try (PreparedStatement save = connection.prepareStatement(SAVE)) {
            save.setLong(1, part.position());
            save.setString(2, source.table);
            save.setLong(3, part.position());
            save.setLong(4, part.moved());
            return save.executeUpdate() == 1;
        }
    }

    private void saveReach(Map<Batch.Reach, Long> reached) throws SQLException {
        List<Map.Entry<Batch.Reach, Long>> all = List.copyOf(reached.entrySet());
        try (PreparedStatement save = connection.prepareStatement(SAVE_REACH)) {
            save.setArray(
                    1, array("text", all.stream().map(each -> each.getKey().tenant())));
            save.setArray(2, array("text", all.stream().map(each -> each.getKey()
                    .partition()
                    .topic())));
            save.setArray(3, array("int", all.stream().map(each -> each.getKey()
                    .partition()
                    .partition())));
            save.setArray(4, array("bigint", all.stream().map(Map.Entry::getValue)));
            save.executeUpdate();
        }
    }

    private Array array(String type, Stream<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    /** Outbox lines hold names; once Kafka has them they are not kept here. Exactly these: others may lie between. */
    private void forget(Batch acknowledged) throws SQLException {
        Batch.Part lines = acknowledged.parts().get(RelaySource.OUTBOX);
        if (lines != null) {
            try (PreparedStatement forget = connection.prepareStatement("delete from outbox where position = any(?)")) {
                forget.setArray(1, array("bigint", lines.rows().stream().map(RelaySource.Row::position)));
                forget.executeUpdate();
            }
        }
    }

    /** The furthest that any organisation's records reach, by partition. */
    Map<TopicPartition, Long> reach() throws SQLException {
        Map<TopicPartition, Long> reach = new HashMap<>();
        try (Statement read = connection.createStatement();
                ResultSet row = read.executeQuery(
                        "select topic, partition, max(next_offset) from relay_reach group by topic, partition")) {
            while (row.next()) {
                reach.put(new TopicPartition(row.getString(1), row.getInt(2)), row.getLong(3));
            }
        }
        return reach;
    }

    /** The topic of the first event, if the relay has passed it. */
    Optional<String> firstTold() throws SQLException {
        try (Statement read = connection.createStatement();
                ResultSet row = read.executeQuery("""
                        select type from domain_event_entry
                         where global_index <= (select position from relay_position where source = 'domain_event_entry')
                         order by global_index limit 1""")) {
            return row.next()
                    ? StreamKind.of(String.valueOf(row.getString(1))).map(StreamKind::topic)
                    : Optional.empty();
        }
    }

    /** Those that the store does not hold: nothing in their place, or another event. */
    List<TailGuard.Told> unknownOf(List<TailGuard.Told> told) throws SQLException {
        Set<TailGuard.Told> held = new HashSet<>();
        try (PreparedStatement read = connection.prepareStatement("""
                select aggregate_identifier, sequence_number, time_stamp from domain_event_entry
                 where (aggregate_identifier, sequence_number) in (select * from unnest(?::text[], ?::bigint[]))""")) {
            read.setArray(1, array("text", told.stream().map(TailGuard.Told::aggregateId)));
            read.setArray(2, array("bigint", told.stream().map(TailGuard.Told::sequence)));
            try (ResultSet row = read.executeQuery()) {
                while (row.next()) {
                    held.add(new TailGuard.Told(row.getString(1), row.getLong(2), row.getString(3)));
                }
            }
        }
        return told.stream().filter(each -> !held.contains(each)).toList();
    }

    /** Notes what Kafka has lost, for all instances; {@code null} = it has, or takes, everything. */
    void lost(@Nullable String reason) throws SQLException {
        try (PreparedStatement note = connection.prepareStatement(
                reason == null
                        ? "delete from relay_lost"
                        : "insert into relay_lost (reason) values (?) "
                                + "on conflict (only_one) do update set reason = excluded.reason")) {
            if (reason != null) {
                note.setString(1, reason);
            }
            note.executeUpdate();
        }
    }

    /** What is told again now is told to topics that lost something. */
    void mends() throws SQLException {
        try (Statement note = connection.createStatement()) {
            note.executeUpdate("update republish set mends = true where ended_at is null");
        }
    }

    private String one(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** Gives the connection back as it was; one that is broken is thrown away by its pool. */
    @Override
    public void close() throws SQLException {
        if (!connection.isClosed()) {
            try (Statement release = connection.createStatement()) {
                release.execute("unlisten *; select pg_advisory_unlock_all(); reset idle_session_timeout; "
                        + "reset application_name");
            }
        }
    }
}
