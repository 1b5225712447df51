package health.authz.platform.consuming;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Sees that a topic was made anew under a running consumer. Kafka's client goes on at its old offset as soon as the new topic
 * has grown beyond it, and never reads what lies before; so the consumer is started again, and begins at 0.
 */
class TopicWatch implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(TopicWatch.class);
    private final TopicLives lives;
    private final Supplier<Map<StreamConsumer, MessageListenerContainer>> containers;
    private final long lookEveryMillis;
    private @Nullable ScheduledExecutorService looking;

    TopicWatch(
            TopicLives lives,
            Supplier<Map<StreamConsumer, MessageListenerContainer>> containers,
            long lookEveryMillis) {
        this.lives = lives;
        this.containers = containers;
        this.lookEveryMillis = lookEveryMillis;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("topic-watch").factory());
        started.scheduleWithFixedDelay(this::look, lookEveryMillis, lookEveryMillis, TimeUnit.MILLISECONDS);
        looking = started;
    }

    private void look() {
        try {
            lookOnce();
        } catch (KafkaException away) {
            log.debug("Kafka does not say which topics there are: {}", away.toString());
        } catch (RuntimeException failed) {
            log.error("the watch for topics that are made anew failed, it looks again", failed);
        }
    }

    private void lookOnce() {
        Map<StreamConsumer, MessageListenerContainer> all = containers.get();
        Set<String> topics = all.keySet().stream()
                .flatMap(consumer -> consumer.topicIds().keySet().stream())
                .collect(Collectors.toSet());
        Map<String, String> now = topics.isEmpty() ? Map.of() : lives.ids(topics);
        List<StreamConsumer> behind = all.keySet().stream()
                .filter(consumer -> readsAnotherOne(consumer, now))
                .toList();
        behind.forEach(consumer -> {
            log.warn("{}: a topic that it reads was made anew, it is started again", consumer.name());
            startAgain(all.get(consumer));
        });
    }

    /** Whether it reads a topic by another id than the topic has now. */
    private static boolean readsAnotherOne(StreamConsumer consumer, Map<String, String> now) {
        return consumer.topicIds().entrySet().stream()
                .anyMatch(read ->
                        !now.getOrDefault(read.getKey(), read.getValue()).equals(read.getValue()));
    }

    private static void startAgain(@Nullable MessageListenerContainer container) {
        if (container == null || !container.isRunning()) {
            return;
        }
        CountDownLatch stopped = new CountDownLatch(1);
        container.stop(stopped::countDown);
        try {
            stopped.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return;
        }
        container.start();
    }

    @Override
    public synchronized void stop() {
        if (looking != null) {
            looking.shutdownNow();
            looking = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return looking != null;
    }
}
