package health.authz.benchmarks;

import com.mongodb.ConnectionString;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import health.authz.events.envelope.Topics;
import health.authz.stack.LocalStack;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** What stands in PostgreSQL and in the read model, read behind the services' backs. */
public final class Store implements AutoCloseable {
    private static final int READ_ROWS = 5_000;
    private static final String DIGEST_OF_STORE = """
            select w.authorization_id::text, max(e.sequence_number)
              from authorization_window w join domain_event_entry e on e.aggregate_identifier = w.authorization_id::text
             where w.tenant = ? group by 1""";
    private final LocalStack stack;
    private final MongoClient client;

    public Store(LocalStack stack) {
        this.stack = stack;
        this.client = MongoClients.create(stack.mongodbUri());
    }

    private static final String EVENTS_EACH = """
            select count(*), count(distinct (client_id, billing_code)),
                   coalesce(sum(greatest(? - events, 0)), 0), coalesce(sum(greatest(events - ?, 0)), 0)
              from (select w.client_id, w.billing_code, count(e.global_index) events
                      from authorization_window w
                      left join domain_event_entry e on e.aggregate_identifier = w.authorization_id::text
                     where w.tenant = ? group by w.authorization_id) each_one""";

    private static final String ENDED = "select ended_at is not null from bulk_operation where id = ?::uuid";
    private static final String ALERT_POSITIONS =
            "select partition, min(next_offset) from consumer_position where topic = ? group by partition";

    private static final String CHUNKS_DONE = """
            select done_at from bulk_operation_chunk where operation_id = ?::uuid and done
             union all select ended_at from bulk_operation where id = ?::uuid order by 1""";

    /** An organisation's rows: how many, the sum of their remaining units in hundredths, and ids with their versions. */
    public record Digest(long rows, long units, long versions) {}

    public static Connection connect(LocalStack stack) throws SQLException {
        return connect(stack, "auth_command");
    }

    private static Connection connect(LocalStack stack, String service) throws SQLException {
        return DriverManager.getConnection(
                stack.jdbcUrl() + "?reWriteBatchedInserts=true", service, stack.postgresPassword(service));
    }

    static MongoDatabase readModel(MongoClient client, LocalStack stack) {
        return client.getDatabase(Objects.requireNonNull(new ConnectionString(stack.mongodbUri()).getDatabase()));
    }

    private MongoDatabase readModel() {
        return readModel(client, stack);
    }

    /** In parts, as one answer has a greatest length. */
    private FindIterable<Document> rows(Document filter) {
        return list().find(filter).batchSize(READ_ROWS);
    }

    private MongoCollection<Document> list() {
        return readModel().getCollection("authorizations");
    }

    /** Rows of the list of all organisations; costs nothing. */
    public long listed() {
        return list().estimatedDocumentCount();
    }

    /**
     * Until the relay has sent every event, and the list and the alerts have taken each of them: seen by their positions,
     * which costs nothing, where to read the list again and again would take a processor from those who write it.
     */
    void awaitFollowers() throws SQLException {
        awaitRelay(lastEvent());
        Map<TopicPartition, Long> ends = reached();
        Wait.until("the list follows", () -> isListAt(ends));
        try (Connection database = connect(stack, "alert");
                PreparedStatement read = database.prepareStatement(ALERT_POSITIONS)) {
            read.setString(1, Topics.AUTH_EVENTS);
            Wait.until("the alerts follow", () -> areAlertsAt(ends, read));
        }
    }

    /** Whether an operation has ended, and relay, list and alerts are past every event of it; asks each of them once. */
    boolean isEndedAndFollowed(String operation) {
        try (Connection database = connect(stack);
                PreparedStatement ended = database.prepareStatement(ENDED);
                Statement relay = database.createStatement()) {
            ended.setString(1, operation);
            if (!isTrue(ended) || relayPosition(relay) < lastEvent()) {
                return false;
            }
            Map<TopicPartition, Long> ends = reached();
            try (Connection alerts = connect(stack, "alert");
                    PreparedStatement read = alerts.prepareStatement(ALERT_POSITIONS)) {
                read.setString(1, Topics.AUTH_EVENTS);
                return isListAt(ends) && areAlertsAt(ends, read);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Behind the last record of each partition; the partition itself ends behind the end of a transaction. */
    Map<TopicPartition, Long> reached() throws SQLException {
        Map<TopicPartition, Long> reached = new HashMap<>();
        try (Connection database = connect(stack);
                PreparedStatement read = database.prepareStatement("""
                        select partition, max(next_offset) from relay_reach where topic = ? group by partition""")) {
            read.setString(1, Topics.AUTH_EVENTS);
            try (ResultSet row = read.executeQuery()) {
                while (row.next()) {
                    reached.put(new TopicPartition(Topics.AUTH_EVENTS, row.getInt(1)), row.getLong(2));
                }
            }
        }
        return reached;
    }

    private static boolean areAlertsAt(Map<TopicPartition, Long> ends, PreparedStatement read) {
        Map<Integer, Long> positions = new HashMap<>();
        try (ResultSet row = read.executeQuery()) {
            while (row.next()) {
                positions.put(row.getInt(1), row.getLong(2));
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return reach(ends, partition -> positions.get(partition.partition()));
    }

    /** Whether every record before these ends is in the list; rows are written before the position moves (ADR 5). */
    boolean isListAt(Map<TopicPartition, Long> ends) {
        Map<String, Long> positions = new HashMap<>();
        readModel()
                .getCollection("checkpoints")
                .find(Filters.in(
                        "_id", ends.keySet().stream().map(Store::position).toList()))
                .forEach(each -> positions.put(
                        each.getString("_id"), each.get("next", Number.class).longValue()));
        return reach(ends, partition -> positions.get(position(partition)));
    }

    /** A partition without a position was not begun. */
    private static boolean reach(Map<TopicPartition, Long> ends, Function<TopicPartition, @Nullable Long> position) {
        return ends.entrySet().stream()
                .allMatch(end -> Objects.requireNonNullElse(position.apply(end.getKey()), 0L) >= end.getValue());
    }

    private static String position(TopicPartition partition) {
        return "authorization-list/" + partition;
    }

    /** Rows that do not tell their client yet. */
    long withoutClient() {
        return list().countDocuments(new Document("clientVersion", -1L));
    }

    public void emptyReadModel() {
        readModel().drop();
    }

    /** What was measured and checked makes room in the list's memory for what comes; nobody looks at it any more. */
    void forget(String organisation) {
        list().deleteMany(new Document("tenant", organisation));
    }

    public Digest listDigest(String organisation) {
        long rows = 0;
        long units = 0;
        long versions = 0;
        for (Document row :
                rows(new Document("tenant", organisation)).projection(Projections.include("seq", "remaining"))) {
            rows++;
            units += row.get("remaining", Number.class).longValue();
            versions +=
                    version(row.getString("_id"), row.get("seq", Number.class).longValue());
        }
        return new Digest(rows, units, versions);
    }

    /** @param unitsEach what every row is known to have left, in hundredths */
    public Digest storeDigest(String organisation, long unitsEach) throws SQLException {
        long rows = 0;
        long versions = 0;
        try (Connection database = connect(stack);
                PreparedStatement read = database.prepareStatement(DIGEST_OF_STORE)) {
            read.setString(1, organisation);
            try (ResultSet found = read.executeQuery()) {
                while (found.next()) {
                    rows++;
                    versions += version(found.getString(1), found.getLong(2));
                }
            }
        }
        return new Digest(rows, rows * unitsEach, versions);
    }

    /**
     * An organisation's authorizations in the event store.
     *
     * @param targets different pairs of client and code
     * @param missing events that some have too few
     * @param surplus events that some have too many
     */
    public record Events(long authorizations, long targets, long missing, long surplus) {}

    /** @param expected how many events each authorization must have */
    public Events eventsEach(String organisation, int expected) throws SQLException {
        try (Connection database = connect(stack);
                PreparedStatement read = database.prepareStatement(EVENTS_EACH)) {
            read.setInt(1, expected);
            read.setInt(2, expected);
            read.setString(3, organisation);
            try (ResultSet row = read.executeQuery()) {
                row.next();
                return new Events(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
            }
        }
    }

    /** An organisation's rows in the list, and how many of them are as far as they must be. */
    public record Listed(long rows, long current) {}

    /** @param sequence of the last event of each row */
    public Listed listed(String organisation, long sequence) {
        long rows = 0;
        long current = 0;
        for (Document row : rows(new Document("tenant", organisation)).projection(Projections.include("seq"))) {
            rows++;
            current += row.get("seq", Number.class).longValue() == sequence ? 1 : 0;
        }
        return new Listed(rows, current);
    }

    private static long version(String id, long sequence) {
        return id.hashCode() * 31L + sequence * 1_000_003L;
    }

    /** The last documents of the list. */
    Supplier<List<Document>> listDocuments(String organisation) {
        return () -> rows(new Document("tenant", organisation)).into(new ArrayList<>());
    }

    /** Every document of the list. */
    Supplier<List<Document>> wholeList() {
        return () -> rows(new Document()).into(new ArrayList<>());
    }

    /** Sets the relay back by so many events, so that it sends them once more; answers where it will be when it has. */
    public long rewindRelay(int events) throws SQLException {
        try (Connection database = connect(stack);
                Statement statement = database.createStatement()) {
            long position = relayPosition(statement);
            statement.execute("""
                    update relay_position set position = (select min(global_index) - 1 from
                      (select global_index from domain_event_entry order by global_index desc limit %d) last)
                     where source = 'domain_event_entry'""".formatted(events));
            statement.execute("notify authz_relay");
            return position;
        }
    }

    /** Until every chunk of an operation is committed and the operation with them. */
    void awaitEnded(String operation) throws SQLException {
        try (Connection database = connect(stack);
                PreparedStatement ended = database.prepareStatement(ENDED)) {
            ended.setString(1, operation);
            Wait.closely("the operation is done", () -> isTrue(ended));
        }
    }

    /** When an operation that has ended had each of its chunks done, then its end, by the clock of the database. */
    public List<Instant> chunksDone(String operation) throws SQLException {
        List<Instant> done = new ArrayList<>();
        try (Connection database = connect(stack);
                PreparedStatement read = database.prepareStatement(CHUNKS_DONE)) {
            read.setString(1, operation);
            read.setString(2, operation);
            try (ResultSet row = read.executeQuery()) {
                while (row.next()) {
                    done.add(row.getObject(1, OffsetDateTime.class).toInstant());
                }
            }
        }
        return done;
    }

    private static boolean isTrue(PreparedStatement question) {
        try (ResultSet row = question.executeQuery()) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public void awaitRelay(long position) throws SQLException {
        try (Connection database = connect(stack);
                Statement statement = database.createStatement()) {
            Wait.until("the relay has sent everything", () -> {
                try {
                    return relayPosition(statement) >= position;
                } catch (SQLException failed) {
                    throw new IllegalStateException(failed);
                }
            });
        }
    }

    public long lastEvent() throws SQLException {
        try (Connection database = connect(stack);
                Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("select max(global_index) from domain_event_entry")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static long relayPosition(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("select position from relay_position where source = 'domain_event_entry'")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
