package health.authz.rebuild;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import health.authz.platform.consuming.ParkingLot;
import health.authz.platform.consuming.Positions;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
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
    HealthIndicator readModelHealthIndicator(MongoDatabase database) {
        return () -> {
            database.withTimeout(PING_SECONDS, TimeUnit.SECONDS).runCommand(new Document("ping", 1));
            return Health.up().build();
        };
    }
}
