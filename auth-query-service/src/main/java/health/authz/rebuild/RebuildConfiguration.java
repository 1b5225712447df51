package health.authz.rebuild;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import health.authz.platform.consuming.ParkingLot;
import health.authz.platform.consuming.Positions;
import health.authz.platform.consuming.StreamConsumer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/** MongoDB, wired by hand. */
@Configuration(proxyBeanMethods = false)
class RebuildConfiguration {
    private static final int SERVER_SELECTION_SECONDS = 3;
    private static final int CONNECT_SECONDS = 5;
    /** Longest silence of a server that took a question; without it one that stands still is waited for without end. */
    private static final int ANSWER_SECONDS = 30;

    private static final int PING_SECONDS = 3;

    @Bean(destroyMethod = "close")
    MongoClient mongoClient(@Value("${authz.mongodb-uri}") String uri) {
        return MongoClients.create(MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(uri))
                .applicationName("auth-query-service")
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(SERVER_SELECTION_SECONDS, TimeUnit.SECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                        .readTimeout(ANSWER_SECONDS, TimeUnit.SECONDS))
                .build());
    }

    @Bean
    MongoDatabase mongoDatabase(MongoClient client, @Value("${authz.mongodb-uri}") String uri) {
        return client.getDatabase(
                Objects.requireNonNull(new ConnectionString(uri).getDatabase(), "authz.mongodb-uri names no database"));
    }

    @Bean
    ReadModel readModel(MongoDatabase database) {
        return new ReadModel(database);
    }

    @Bean
    Positions positions(ReadModel model) {
        return new MongoPositions(model);
    }

    @Bean
    ParkingLot parkingLot(ReadModel model, Clock clock) {
        return new MongoParkingLot(model, clock);
    }

    @Bean
    EmptiedWatch emptiedWatch(
            ReadModel model, ObjectProvider<ConcurrentMessageListenerContainer<byte[], byte[]>> containers) {
        return new EmptiedWatch(model, () -> List.copyOf(containers.stream().toList()));
    }

    @Bean
    ListStates listStates(ReadModel model) {
        return new ListStates(model);
    }

    @Bean
    KafkaTopicEnds topicEnds(@Value("${spring.kafka.bootstrap-servers}") String bootstrapServers) {
        return new KafkaTopicEnds(bootstrapServers);
    }

    @Bean
    RebuildWatch rebuildWatch(
            ReadModel model,
            KafkaTopicEnds topics,
            ObjectProvider<ConcurrentMessageListenerContainer<byte[], byte[]>> containers,
            MeterRegistry meters) {
        RebuildWatch watch = new RebuildWatch(model, topics, () -> topicsByConsumer(containers));
        Gauge.builder("authz.list.rebuilding", watch, each -> each.lastSeen().isReady() ? 0 : 1)
                .description("1 while only a part of the list is there")
                .register(meters);
        Gauge.builder("authz.list.rebuild.done", watch, each -> each.lastSeen().done())
                .description("Records of a rebuild that are applied")
                .register(meters);
        Gauge.builder("authz.list.rebuild.total", watch, each -> each.lastSeen().total())
                .description("Records that there were in Kafka when the rebuild began")
                .register(meters);
        return watch;
    }

    @Bean
    ReadPositions readPositions(
            ReadModel model,
            KafkaTopicEnds topics,
            ObjectProvider<ConcurrentMessageListenerContainer<byte[], byte[]>> containers) {
        return new ReadPositions(model, topics, () -> topicsByConsumer(containers));
    }

    private static Map<String, Set<String>> topicsByConsumer(
            ObjectProvider<ConcurrentMessageListenerContainer<byte[], byte[]>> containers) {
        Map<String, Set<String>> topics = new LinkedHashMap<>();
        containers.stream()
                .map(AbstractMessageListenerContainer::getContainerProperties)
                .forEach(each -> {
                    if (each.getMessageListener() instanceof StreamConsumer consumer) {
                        topics.put(consumer.name(), Set.of(Objects.requireNonNull(each.getTopics(), consumer.name())));
                    }
                });
        return topics;
    }

    /** Whether the list is whole, and how many rows that is. */
    @Bean
    HealthIndicator listHealthIndicator(ReadModel model, ListStates states) {
        return new ListHealth(model, states);
    }

    @Bean
    HealthIndicator readModelHealthIndicator(MongoDatabase database) {
        return () -> {
            database.withTimeout(PING_SECONDS, TimeUnit.SECONDS).runCommand(new Document("ping", 1));
            return Health.up().build();
        };
    }
}
