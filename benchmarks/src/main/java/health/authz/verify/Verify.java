package health.authz.verify;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import health.authz.stack.KeptAddresses;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * {@code ./run verify}: every stored event is in Kafka, and list, alerts, windows, snapshots and copies equal what the stored
 * events and records add up to. It reads and never writes, beside a running system: a bound is frozen first, what came after
 * it is no difference, and what differs is looked at again.
 */
public final class Verify {
    private static final String RELAY_LEFT = """
            select greatest(0, ? - coalesce(max(position), 0)) + (select count(*) from outbox where position <= ?)
              from relay_position where source = 'domain_event_entry'""";

    private final VerifyOptions options;
    private final Findings findings = new Findings();
    private final Progress progress;

    private Verify(VerifyOptions options, Consumer<String> say) {
        this.options = options;
        this.progress = new Progress(say);
    }

    /**
     * Ends with 0 only if nothing is missing, doubled or different; with 1 if something is, with 2 if that cannot be said.
     *
     * @param arguments the stack's data folder, then {@code --postgres}, {@code --kafka}, {@code --mongodb-uri} of stores that
     *     are run elsewhere
     */
    public static void main(String[] arguments) {
        try {
            Outcome outcome = run(options(List.of(arguments)), System.err::println);
            System.err.flush();
            outcome.lines().forEach(System.out::println);
            System.out.println(outcome.line());
            System.exit(outcome.clean() ? 0 : 1);
        } catch (SQLException | RuntimeException failed) {
            System.err.println("run: this cannot be verified: " + failed);
            System.exit(2);
        }
    }

    private static VerifyOptions options(List<String> arguments) {
        Map<String, String> given = new HashMap<>();
        for (int i = 1; i + 1 < arguments.size(); i += 2) {
            given.put(arguments.get(i), arguments.get(i + 1));
        }
        KeptAddresses addresses = new KeptAddresses(
                Path.of(arguments.getFirst()),
                given.get("--postgres"),
                given.get("--kafka"),
                given.get("--mongodb-uri"));
        return new VerifyOptions(
                addresses.postgresUrl(),
                addresses::postgresPassword,
                addresses.kafkaBootstrap(),
                addresses.mongodbUri());
    }

    /**
     * Compares everything.
     *
     * @param say is told each step in one line
     * @throws SQLException if a database is away
     */
    public static Outcome run(VerifyOptions options, Consumer<String> say) throws SQLException {
        ConnectionString mongodb = new ConnectionString(options.mongodbUri());
        try (Database commands = Database.open(options, "auth_command");
                Database billing = Database.open(options, "billing_group");
                Database alerts = Database.open(options, "alert");
                MongoClient client = MongoClients.create(mongodb)) {
            MongoDatabase list = client.getDatabase(Objects.requireNonNull(mongodb.getDatabase()));
            return new Verify(options, say).run(commands, billing, alerts, list);
        }
    }

    private static Bound bound(Map<Database, Bound> stores, Database store) {
        return Objects.requireNonNull(stores.get(store));
    }

    private Outcome run(Database commands, Database billing, Database alerts, MongoDatabase list) throws SQLException {
        Map<Database, Bound> stores = new LinkedHashMap<>();
        for (Database store : List.of(commands, billing, alerts)) {
            stores.put(store, Bound.freeze(store, options.settling()));
        }
        awaitRelays(stores);
        DirectoryTopics directory = new DirectoryTopics(options);
        awaitReaders(new Readers(commands, alerts, list), readKafka(stores, directory));
        Settling settling = new Settling(findings, progress, options.settling());
        progress.say("list, alerts, windows and snapshots are compared with the stored events");
        new Authorizations(commands, alerts, list, bound(stores, commands).event()).compare(settling);
        new AlertStreams(alerts, list, bound(stores, alerts).event()).compare(settling);
        new CodesAndGroups(billing, commands, list, bound(stores, billing).event()).compare(settling);
        new ProfilesAndDays(alerts, commands, bound(stores, alerts).event()).compare(settling);
        progress.say("copies are compared with the directory");
        new DirectoryCopies(commands, alerts, list, directory).compare(settling);
        new Surplus(commands, alerts, list, findings, progress).look();
        return findings.outcome();
    }

    private void awaitRelays(Map<Database, Bound> stores) throws SQLException {
        progress.say("waiting until the relays have sent what is stored by now");
        long left = Patience.untilNothingIsLeft(options.patience(), () -> {
            long all = 0;
            for (Map.Entry<Database, Bound> store : stores.entrySet()) {
                all += store.getKey()
                        .number(
                                RELAY_LEFT,
                                store.getValue().event(),
                                store.getValue().line());
            }
            progress.at("events and lines to be sent", all);
            return all;
        });
        if (left > 0) {
            progress.say(
                    "the relays do not get on, %,d events and lines are left; comparing without them".formatted(left));
        }
    }

    /** Whatever is told by now; where the last record of each partition ends. */
    private Map<TopicPartition, Long> readKafka(Map<Database, Bound> stores, DirectoryTopics directory)
            throws SQLException {
        progress.say("what is in Kafka is compared with what is stored");
        Map<TopicPartition, Long> events = Topic.ends(options, EventsInKafka.TOPICS);
        Map<TopicPartition, Long> records = Topic.ends(options, DirectoryTopics.TOPICS);
        Map<TopicPartition, Long> last =
                new HashMap<>(new EventsInKafka(stores, findings, progress).compare(options, events));
        last.putAll(directory.read(records, read -> progress.at("directory records read from Kafka", read)));
        return last;
    }

    private void awaitReaders(Readers readers, Map<TopicPartition, Long> ends) throws SQLException {
        progress.say("waiting until list, alerts and copies have read that far");
        long left = Patience.untilNothingIsLeft(options.patience(), () -> {
            long records = readers.behind(ends).records();
            progress.at("records to be read", records);
            return records;
        });
        if (left > 0) {
            progress.say("these do not get on, %,d records are left; comparing without them: %s"
                    .formatted(left, String.join(", ", readers.behind(ends).who())));
        }
    }
}
