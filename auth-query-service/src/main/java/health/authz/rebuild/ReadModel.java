package health.authz.rebuild;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import org.bson.Document;

/** The collections, all of which can be dropped and come back from Kafka, and their indexes. */
public class ReadModel {
    /** The field of a row with the first line of its history; all others stand in {@link #history()}. */
    public static final String FIRST_LINE = "first";

    private final MongoDatabase database;

    public ReadModel(MongoDatabase database) {
        this.database = database;
    }

    public MongoCollection<Document> authorizations() {
        return database.getCollection("authorizations");
    }

    public MongoCollection<Document> clients() {
        return database.getCollection("clients");
    }

    /** Lines of authorizations' histories but the first, which is part of the row. */
    public MongoCollection<Document> history() {
        return database.getCollection("history");
    }

    /** The last state of each alert kind of each authorization. */
    public MongoCollection<Document> openAlerts() {
        return database.getCollection("open_alerts");
    }

    public MongoCollection<Document> alerts() {
        return database.getCollection("alerts");
    }

    public MongoCollection<Document> groups() {
        return database.getCollection("billing_code_groups");
    }

    public MongoCollection<Document> checkpoints() {
        return database.getCollection("checkpoints");
    }

    public MongoCollection<Document> parked() {
        return database.getCollection("parked");
    }

    /** Users, payers, divisions and groups: one collection per kind. */
    public MongoCollection<Document> reference(String collection) {
        return database.getCollection(collection);
    }

    /** Makes what is missing; safe to repeat. */
    public void ensureIndexes() {
        for (String sorted : new String[] {"clientNameKey", "endKey", "start", "billingCode", "numberKey", "_id"}) {
            authorizations().createIndex(tenantThen(sorted));
        }
        authorizations().createIndex(tenantThen("operationIds"));
        authorizations().createIndex(tenantThen("payerKey").append("state", 1).append("endKey", 1));
        authorizations()
                .createIndex(tenantThen("divisionIds").append("state", 1).append("endKey", 1));
        authorizations().createIndex(new Document("clientKey", 1));
        clients().createIndex(tenantThen("nameKey"));
        clients().createIndex(tenantThen("payerIds"));
        clients().createIndex(tenantThen("divisionIds"));
        groups().createIndex(tenantThen("nameKey"));
        for (String kind : new String[] {"users", "payers", "divisions", "client_groups", "user_groups"}) {
            reference(kind).createIndex(tenantThen("nameKey"));
        }
        parked().createIndex(new Document("consumer", 1)
                .append("topic", 1)
                .append("subject", 1)
                .append("place", 1));
    }

    private static Document tenantThen(String field) {
        return new Document("tenant", 1).append(field, 1);
    }
}
