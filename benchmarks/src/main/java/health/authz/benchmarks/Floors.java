package health.authz.benchmarks;

import com.mongodb.ConnectionString;
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
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;

/** The same rows through the bare parts, with nothing of ours in between: no one can be faster than this here. */
final class Floors {
    private static final int CHUNK = 1_000;
    private static final String TABLE = "auth_command.domain_event_entry";
    private static final String TOPIC = "bench-floor";
    private final LocalStack stack;

    Floors(LocalStack stack) {
        this.stack = stack;
    }

    /** Seconds to insert the rows of the last operation again, 1,000 a transaction, same shape and indexes. */
    double postgresInsert() throws SQLException {
        try (Connection database = connect()) {
            List<Object[]> rows = lastEvents(database);
            String insert = prepareFloor(database);
            long begun = System.nanoTime();
            for (int from = 0; from < rows.size(); from += CHUNK) {
                insert(database, insert, rows.subList(from, Math.min(rows.size(), from + CHUNK)));
            }
            return seconds(begun);
        }
    }

    /** Milliseconds of single-row transactions, one by one. */
    List<Double> postgresSingles(int count) throws SQLException {
        try (Connection database = connect()) {
            List<Object[]> rows = lastEvents(database).subList(0, count);
            String insert = prepareFloor(database);
            List<Double> millis = new ArrayList<>();
            for (Object[] row : rows) {
                long begun = System.nanoTime();
                insert(database, insert, List.<Object[]>of(row));
                millis.add(seconds(begun) * 1_000);
            }
            return millis;
        }
    }

    /** Seconds until all payloads of the last operation are acknowledged by the broker. */
    double kafkaProduce() throws SQLException, ExecutionException, InterruptedException {
        List<byte[]> payloads;
        try (Connection database = connect()) {
            payloads = lastEvents(database).stream()
                    .map(row -> (byte[]) Objects.requireNonNull(row[row.length - 2]))
                    .toList();
        }
        Map<String, Object> settings =
                Map.of("bootstrap.servers", stack.kafkaBootstrap(), "acks", "all", "linger.ms", 5);
        try (Admin admin = Admin.create(settings)) {
            if (!admin.listTopics().names().get().contains(TOPIC)) {
                admin.createTopics(List.of(new NewTopic(TOPIC, 6, (short) 1)))
                        .all()
                        .get();
            }
        }
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.partitionsFor(TOPIC);
            long begun = System.nanoTime();
            List<Future<?>> sent = new ArrayList<>(payloads.size());
            payloads.forEach(payload -> sent.add(producer.send(new ProducerRecord<>(TOPIC, payload))));
            producer.flush();
            for (Future<?> acknowledged : sent) {
                acknowledged.get();
            }
            return seconds(begun);
        }
    }

    /** Seconds to upsert the documents of the list again into a collection of their own. */
    double mongoUpsert() {
        ConnectionString address = new ConnectionString(stack.mongodbUri());
        try (MongoClient client = MongoClients.create(address)) {
            MongoDatabase database = client.getDatabase(Objects.requireNonNull(address.getDatabase()));
            List<Document> documents = listDocuments(database);
            MongoCollection<Document> floor = client.getDatabase("bench_floor").getCollection("rows");
            floor.drop();
            long begun = System.nanoTime();
            for (int from = 0; from < documents.size(); from += CHUNK) {
                floor.bulkWrite(
                        documents.subList(from, Math.min(documents.size(), from + CHUNK)).stream()
                                .map(document -> new ReplaceOneModel<>(
                                        Filters.eq("_id", document.get("_id")),
                                        document,
                                        new ReplaceOptions().upsert(true)))
                                .toList(),
                        new BulkWriteOptions().ordered(false));
            }
            return seconds(begun);
        }
    }

    /** Milliseconds to find 100 of those documents. */
    double mongoPage() {
        try (MongoClient client = MongoClients.create(stack.mongodbUri())) {
            MongoCollection<Document> floor = client.getDatabase("bench_floor").getCollection("rows");
            floor.find().limit(100).into(new ArrayList<>());
            long begun = System.nanoTime();
            floor.find().limit(100).into(new ArrayList<>());
            return seconds(begun) * 1_000;
        }
    }

    private static List<Document> listDocuments(MongoDatabase database) {
        String largest = StreamSupport.stream(database.listCollectionNames().spliterator(), false)
                .max(Comparator.comparingLong(
                        name -> database.getCollection(name).countDocuments()))
                .orElseThrow();
        return database.getCollection(largest).find().limit(Clinic.ROWS).into(new ArrayList<>());
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                stack.jdbcUrl() + "?reWriteBatchedInserts=true", "auth_command", "auth_command");
    }

    private static List<Object[]> lastEvents(Connection database) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet found = statement.executeQuery("select " + columns(database) + " from " + TABLE
                        + " where payload_type = 'AuthAdded' order by global_index desc limit " + Clinic.ROWS)) {
            int width = found.getMetaData().getColumnCount();
            while (found.next()) {
                Object[] row = new Object[width];
                for (int i = 0; i < width; i++) {
                    row[i] = found.getObject(i + 1);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static String prepareFloor(Connection database) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute("drop table if exists bench_floor");
            statement.execute("create table bench_floor (like " + TABLE + " including all)");
        }
        String columns = columns(database);
        String places = String.join(", ", Collections.nCopies(columns.split(",").length, "?"));
        return "insert into bench_floor (" + columns + ") values (" + places + ")";
    }

    /** All columns but the identity, payload and metadata last. */
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

    private static double seconds(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }
}
