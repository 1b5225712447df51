package health.authz.benchmarks;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import health.authz.stack.LocalStack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;

/**
 * The same rows through the bare parts, with nothing of ours in between, one connection each. Answers in seconds, of the clock
 * or of processors.
 */
final class Floors {
    private static final int BATCH = 1_000;
    private static final String EVENTS = "auth_command.domain_event_entry";
    private static final String TOPIC = "bench-floor";
    private static final Duration POLL = Duration.ofMillis(100);
    private final LocalStack stack;
    private final DoubleSupplier seconds;

    Floors(LocalStack stack) {
        this(stack, () -> System.nanoTime() / 1e9);
    }

    /** @param seconds that have passed, or were used, so far */
    Floors(LocalStack stack, DoubleSupplier seconds) {
        this.stack = stack;
        this.seconds = seconds;
    }

    private double since(double begun) {
        return seconds.getAsDouble() - begun;
    }

    /** Inserts the last rows of one event type again, 1,000 a transaction, same columns and indexes. */
    double insertAgain(String payloadType, int rows) throws SQLException {
        try (Connection database = Store.connect(stack)) {
            List<Object[]> events = lastEvents(database, payloadType, rows);
            String insert = prepareFloor(database);
            double begun = seconds.getAsDouble();
            for (int from = 0; from < events.size(); from += BATCH) {
                insert(database, insert, events.subList(from, Math.min(events.size(), from + BATCH)));
            }
            return since(begun);
        }
    }

    /** Single-row transactions, one by one. */
    List<Double> insertSingles(int count) throws SQLException {
        try (Connection database = Store.connect(stack)) {
            List<Object[]> rows = lastEvents(database, "AuthAdded", count);
            String insert = prepareFloor(database);
            List<Double> each = new ArrayList<>();
            for (Object[] row : rows) {
                double begun = seconds.getAsDouble();
                insert(database, insert, List.<Object[]>of(row));
                each.add(since(begun));
            }
            return each;
        }
    }

    /** Sends these records again, with the relay's own settings, until the broker has acknowledged them all. */
    double produceAgain(List<ProducerRecord<byte[], byte[]>> records) throws ExecutionException, InterruptedException {
        Broker.topic(stack, TOPIC, 6);
        try (KafkaProducer<byte[], byte[]> producer = Broker.producer(stack)) {
            producer.partitionsFor(TOPIC);
            double begun = seconds.getAsDouble();
            List<Future<?>> sent = new ArrayList<>(records.size());
            for (ProducerRecord<byte[], byte[]> each : records) {
                sent.add(producer.send(new ProducerRecord<>(TOPIC, null, each.key(), each.value(), each.headers())));
            }
            producer.flush();
            for (Future<?> acknowledged : sent) {
                acknowledged.get();
            }
            return since(begun);
        }
    }

    /** The same, and reads them from the broker. */
    double throughKafkaAgain(List<ProducerRecord<byte[], byte[]>> records)
            throws ExecutionException, InterruptedException {
        Broker.topic(stack, TOPIC, 6);
        Map<TopicPartition, Long> begins = Broker.ends(stack, TOPIC);
        double sent = produceAgain(records);
        Map<TopicPartition, Long> ends = Broker.ends(stack, TOPIC);
        try (KafkaConsumer<byte[], byte[]> consumer = Broker.consumer(stack)) {
            consumer.assign(begins.keySet());
            begins.forEach(consumer::seek);
            double begun = seconds.getAsDouble();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL);
            }
            return sent + since(begun);
        }
    }

    /** Upserts documents of the read model into collections of their own; reading them first is not timed. */
    double upsertAgain(List<Supplier<List<Document>>> parts) {
        return upsertAgain(parts, 1);
    }

    /** The same into collections that hold these documents already. */
    double replaceAgain(List<Supplier<List<Document>>> parts) {
        return upsertAgain(parts, 2);
    }

    /** @param times the last one is timed */
    private double upsertAgain(List<Supplier<List<Document>>> parts, int times) {
        double all = 0;
        try (MongoClient client = MongoClients.create(stack.mongodbUri())) {
            MongoDatabase floor = client.getDatabase("bench_floor");
            floor.drop();
            int part = 0;
            for (Supplier<List<Document>> documents : parts) {
                List<Document> read = documents.get();
                MongoCollection<Document> rows = floor.getCollection("part" + part++);
                for (int before = 1; before < times; before++) {
                    upsert(rows, read);
                }
                double begun = seconds.getAsDouble();
                upsert(rows, read);
                all += since(begun);
            }
            floor.drop();
        }
        return all;
    }

    /** Finds 100 documents of the list. */
    double findPage() {
        try (MongoClient client = MongoClients.create(stack.mongodbUri())) {
            MongoCollection<Document> rows = Store.readModel(client, stack).getCollection("authorizations");
            rows.find().limit(100).into(new ArrayList<>());
            double begun = seconds.getAsDouble();
            rows.find().limit(100).into(new ArrayList<>());
            return since(begun);
        }
    }

    private static void upsert(MongoCollection<Document> rows, List<Document> documents) {
        for (int from = 0; from < documents.size(); from += BATCH) {
            rows.bulkWrite(
                    documents.subList(from, Math.min(documents.size(), from + BATCH)).stream()
                            .map(document -> new ReplaceOneModel<>(
                                    Filters.eq("_id", document.get("_id")),
                                    document,
                                    new ReplaceOptions().upsert(true)))
                            .toList(),
                    new BulkWriteOptions().ordered(false));
        }
    }

    private static List<Object[]> lastEvents(Connection database, String payloadType, int count) throws SQLException {
        List<Object[]> rows = new ArrayList<>(count);
        try (Statement statement = database.createStatement();
                ResultSet found = statement.executeQuery("select " + columns(database) + " from " + EVENTS
                        + " where payload_type = '" + payloadType + "' order by global_index desc limit " + count)) {
            int width = found.getMetaData().getColumnCount();
            while (found.next()) {
                Object[] row = new Object[width];
                for (int i = 0; i < width; i++) {
                    row[i] = found.getObject(i + 1);
                }
                rows.add(row);
            }
        }
        Collections.reverse(rows);
        Wait.check(rows.size() == count, () -> "the store holds fewer " + payloadType + " than " + count);
        return rows;
    }

    private static String prepareFloor(Connection database) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute("drop table if exists bench_floor");
            statement.execute("create table bench_floor (like " + EVENTS + " including all)");
        }
        String columns = columns(database);
        String places = String.join(", ", Collections.nCopies(columns.split(",").length, "?"));
        return "insert into bench_floor (" + columns + ") values (" + places + ")";
    }

    /** All columns but the identity. */
    private static String columns(Connection database) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet columns = database.getMetaData().getColumns(null, "auth_command", "domain_event_entry", null)) {
            while (columns.next()) {
                names.add(columns.getString("COLUMN_NAME"));
            }
        }
        return names.stream().filter(name -> !name.equals("global_index")).collect(Collectors.joining(", "));
    }

    private static void insert(Connection database, String sql, List<Object[]> rows) throws SQLException {
        database.setAutoCommit(false);
        try (PreparedStatement insert = database.prepareStatement(sql)) {
            for (Object[] row : rows) {
                for (int i = 0; i < row.length; i++) {
                    insert.setObject(i + 1, row[i]);
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
        database.commit();
        database.setAutoCommit(true);
    }
}
