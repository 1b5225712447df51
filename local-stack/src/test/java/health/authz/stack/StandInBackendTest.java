package health.authz.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The quicker storage answers what the library's own answers. */
class StandInBackendTest {
    private static final String[] TEXTS = {"a", "b", "c", "d"};
    private final Random random = new Random(20261123);
    private final MongoServer plain = new MongoServer(new MemoryBackend());
    private final MongoServer quicker = new MongoServer(new StandInBackend());
    private MongoClient plainClient;
    private MongoClient quickerClient;

    @BeforeEach
    void fill() {
        plainClient = MongoClients.create("mongodb:/" + plain.bind());
        quickerClient = MongoClients.create("mongodb:/" + quicker.bind());
        List<Document> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(row(i));
        }
        rows(plainClient).insertMany(rows);
        rows(quickerClient).insertMany(rows);
    }

    @AfterEach
    void end() {
        plainClient.close();
        quickerClient.close();
        plain.shutdownNow();
        quicker.shutdownNow();
    }

    @Test
    void finds_sorts_and_counts_as_the_library_does() {
        looksAlike();
    }

    /** Places of deleted rows are taken by others. */
    @Test
    void finds_what_was_moved_between_tenants_and_what_took_the_place_of_deleted_rows() {
        for (int i = 0; i < 100; i++) {
            Document which = new Document("tenant", text()).append("name", text());
            Document change = new Document("$set", new Document("tenant", text()));
            Document gone = new Document("_id", id());
            Document row = row(1_000 + i);
            for (MongoClient client : List.of(plainClient, quickerClient)) {
                rows(client).updateMany(which, change);
                rows(client).deleteMany(gone);
                rows(client).insertOne(new Document(row));
            }
        }
        looksAlike();
    }

    private void looksAlike() {
        int found = 0;
        for (int i = 0; i < 400; i++) {
            Document query = query();
            Document order = order();
            int skip = random.nextInt(3);
            int limit = random.nextInt(20);
            List<Document> expected = find(plainClient, query, order, skip, limit);
            assertThat(find(quickerClient, query, order, skip, limit))
                    .as("%s by %s, %d from %d", query, order, limit, skip)
                    .isEqualTo(expected);
            assertThat(rows(quickerClient).countDocuments(query))
                    .as("count of %s", query)
                    .isEqualTo(rows(plainClient).countDocuments(query));
            found += expected.size();
        }
        assertThat(found).isPositive();
    }

    @Test
    void changes_only_where_all_that_is_asked_of_an_id_holds() {
        int changed = 0;
        for (int i = 0; i < 200; i++) {
            Document which = new Document("_id", id()).append("tenant", text());
            Document change = new Document("$set", new Document("tenant", text()));
            long expected = rows(plainClient).updateOne(which, change).getMatchedCount();
            assertThat(rows(quickerClient).updateOne(which, change).getMatchedCount())
                    .as("rows with %s", which)
                    .isEqualTo(expected);
            changed += Math.toIntExact(expected);
        }
        assertThat(changed).isPositive();
        assertThat(find(quickerClient, new Document(), new Document("_id", 1), 0, 0))
                .isEqualTo(find(plainClient, new Document(), new Document("_id", 1), 0, 0));
    }

    /** A limit of 0 is none. */
    private static List<Document> find(MongoClient client, Document query, Document order, int skip, int limit) {
        return rows(client).find(query).sort(order).skip(skip).limit(limit).into(new ArrayList<>());
    }

    private static MongoCollection<Document> rows(MongoClient client) {
        return client.getDatabase("test").getCollection("rows");
    }

    /** Texts, lists of texts, numbers, nulls and missing fields, as they may meet a text condition. */
    private Document row(int id) {
        Document row = new Document("_id", "r-" + id);
        switch (random.nextInt(8)) {
            case 0 -> row.append("tenant", List.of(text(), text()));
            case 1 -> {}
            default -> row.append("tenant", text());
        }
        switch (random.nextInt(5)) {
            case 0 -> row.append("name", text());
            case 1 -> row.append("name", null);
            case 2 -> row.append("name", List.of(text(), text()));
            case 3 -> row.append("name", random.nextInt(4));
            default -> {}
        }
        return row.append("inner", new Document("name", text()));
    }

    private Document query() {
        return switch (random.nextInt(9)) {
            case 6 -> new Document("_id", id()).append("tenant", text());
            case 7 ->
                new Document("_id", new Document("$in", List.of(id(), id(), id(), id())))
                        .append("name", new Document("$ne", text()));
            case 8 -> new Document("_id", new Document("$gt", id())).append("tenant", text());
            case 0 -> new Document("tenant", text());
            case 1 -> new Document("tenant", text()).append("name", text());
            case 2 -> new Document("name", new Document("$in", Arrays.asList(text(), text())));
            case 3 ->
                new Document(
                        "$and",
                        List.of(new Document("tenant", text()), new Document("name", new Document("$ne", text()))));
            case 4 -> new Document("$or", List.of(new Document("tenant", text()), new Document("name", text())));
            default -> new Document("inner.name", text()).append("tenant", new Document("$gte", text()));
        };
    }

    private Document order() {
        Document order = new Document();
        if (random.nextBoolean()) {
            order.append(random.nextBoolean() ? "tenant" : "name", random.nextBoolean() ? 1 : -1);
        }
        return order.append("_id", random.nextBoolean() ? 1 : -1);
    }

    private String id() {
        return "r-" + random.nextInt(320);
    }

    private String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }
}
