package health.authz.rebuild;

import com.mongodb.MongoException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Sees that the database was emptied while nothing came to be written: a mark in it is gone. Consumers then begin again
 * from what is stored, the beginning. While records come, the conditional write of the position sees it by itself.
 */
public class EmptiedWatch implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(EmptiedWatch.class);
    /** Id of the document that is gone with everything else. */
    static final String MARK = "mark";

    private static final long LOOK_EVERY_MILLIS = 200;
    private final ReadModel model;
    private final Supplier<List<? extends MessageListenerContainer>> containers;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("emptied-watch").factory());
    private volatile boolean running;
    private volatile boolean marked;

    public EmptiedWatch(ReadModel model, Supplier<List<? extends MessageListenerContainer>> containers) {
        this.model = model;
        this.containers = containers;
    }

    @Override
    public void start() {
        running = true;
        looking.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void look() {
        try {
            lookOnce();
        } catch (MongoException away) {
            log.warn("MongoDB does not answer: {}", away.getClass().getSimpleName());
        } catch (RuntimeException failed) {
            log.error("the watch for an emptied database failed, it looks again", failed);
        }
    }

    void lookOnce() {
        if (model.checkpoints().find(new Document("_id", MARK)).first() != null) {
            marked = true;
            return;
        }
        model.ensureIndexes();
        model.checkpoints()
                .insertOne(new Document("_id", MARK)
                        .append("made", UUID.randomUUID().toString()));
        if (marked) {
            log.warn("MongoDB was emptied: every read model is rebuilt from Kafka");
            beginAgain();
        }
        marked = true;
    }

    /** All at once: the list is empty until the last of them reads again. */
    private void beginAgain() {
        List<? extends MessageListenerContainer> all = containers.get();
        CountDownLatch stopped = new CountDownLatch(all.size());
        all.forEach(container -> container.stop(stopped::countDown));
        try {
            stopped.await();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return;
        }
        all.forEach(MessageListenerContainer::start);
    }

    @Override
    public void stop() {
        running = false;
        looking.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
