package health.authz.platform.consuming;

import health.authz.platform.sampling.SampledGauges;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

/** Makes the containers that feed {@link StreamConsumer}s, and knows them all. */
public class StreamConsumers {
    private static final long TRY_AGAIN_MILLIS = 500;
    private final String bootstrapServers;
    private final String service;
    private final MeterRegistry meters;
    private final SampledGauges samples;
    private final TopicLives lives;
    private final List<StreamConsumer> consumers = new CopyOnWriteArrayList<>();
    private final Map<StreamConsumer, MessageListenerContainer> containers = new ConcurrentHashMap<>();

    StreamConsumers(
            String bootstrapServers, String service, MeterRegistry meters, SampledGauges samples, TopicLives lives) {
        this.bootstrapServers = bootstrapServers;
        this.service = service;
        this.meters = meters;
        this.samples = samples;
        this.lives = lives;
    }

    /** A container for the consumer, to be declared as a bean; batches of at most {@code batchSizeMax} records. */
    public ConcurrentMessageListenerContainer<byte[], byte[]> container(
            StreamConsumer consumer, int batchSizeMax, String... topics) {
        ContainerProperties properties = new ContainerProperties(topics);
        properties.setGroupId(service + "." + consumer.name());
        properties.setMessageListener(consumer);
        properties.setConsumerRebalanceListener(consumer);
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setMissingTopicsFatal(false);
        ConcurrentMessageListenerContainer<byte[], byte[]> container = new ConcurrentMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(settings(batchSizeMax)), properties);
        container.setBeanName(consumer.name());
        container.setCommonErrorHandler(
                new DefaultErrorHandler(new FixedBackOff(TRY_AGAIN_MILLIS, FixedBackOff.UNLIMITED_ATTEMPTS)));
        consumer.readsBy(lives);
        consumers.add(consumer);
        containers.put(consumer, container);
        Gauge.builder("authz.consumer.lag", consumer, StreamConsumer::lag)
                .description("Records behind the end of the topic")
                .tag("consumer", consumer.name())
                .register(meters);
        samples.sample("parked")
                .gauge(
                        "authz.parked",
                        "Records that wait in the parking lot",
                        Tags.of("consumer", consumer.name()),
                        () -> consumer.parkingLot().count(consumer.name()));
        return container;
    }

    public List<StreamConsumer> all() {
        return List.copyOf(consumers);
    }

    /** What feeds each of them. */
    Map<StreamConsumer, MessageListenerContainer> containers() {
        return Map.copyOf(containers);
    }

    private Map<String, Object> settings(int batchSizeMax) {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
                ByteArrayDeserializer.class,
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, // what a fenced relay left behind is not read
                "read_committed",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                batchSizeMax,
                ConsumerConfig.METADATA_MAX_AGE_CONFIG,
                5_000,
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                10_000,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                100);
    }
}
