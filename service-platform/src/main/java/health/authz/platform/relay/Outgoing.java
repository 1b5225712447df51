package health.authz.platform.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The way to Kafka of one leadership: a producer of its own, one transaction a batch.
 *
 * <p>Its start fences every producer before it, in this JVM or in one that is frozen: whatever those still hold never
 * becomes visible. After any failure it is thrown away and another one is made.
 */
class Outgoing implements AutoCloseable {
    /** A batch so small is on its way at once; nothing is gained by waiting before it is committed. */
    private static final int SMALL = 100;

    private final Producer<byte[], byte[]> producer;
    private final List<Sent> onTheWay = new ArrayList<>();
    private boolean settled = true;

    private record Sent(String tenant, Future<RecordMetadata> acknowledgement) {}

    /** Something to be done again and again during a wait. */
    interface Beat {
        void beat() throws java.sql.SQLException;
    }

    private Outgoing(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    static Outgoing start(Producer<byte[], byte[]> producer) {
        Outgoing outgoing = new Outgoing(producer);
        try {
            producer.initTransactions();
        } catch (RuntimeException failed) {
            producer.close(Duration.ZERO);
            throw failed;
        }
        return outgoing;
    }

    void send(Batch batch) {
        settled = false;
        producer.beginTransaction();
        for (RelaySource source : RelaySource.values()) {
            Batch.Part part = batch.parts().get(source);
            if (part != null) {
                part.rows()
                        .forEach(row ->
                                onTheWay.add(new Sent(RelaySource.tenant(row.record()), producer.send(row.record()))));
            }
        }
    }

    /** Waits until Kafka has the batch for good, and notes how far it reaches. */
    void commit(Batch batch, Beat beat) throws InterruptedException, ExecutionException, java.sql.SQLException {
        if (onTheWay.size() > SMALL) {
            await(onTheWay.getLast().acknowledgement(), beat);
        }
        producer.commitTransaction();
        for (Sent sent : onTheWay) {
            RecordMetadata metadata = sent.acknowledgement().get();
            batch.reached(
                    sent.tenant(), new TopicPartition(metadata.topic(), metadata.partition()), metadata.offset() + 1);
        }
        onTheWay.clear();
        settled = true;
    }

    private static void await(Future<?> acknowledgement, Beat beat)
            throws InterruptedException, ExecutionException, java.sql.SQLException {
        while (true) {
            try {
                acknowledgement.get(RelayStore.BEAT.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException slow) {
                beat.beat();
            }
        }
    }

    /** What is on its way is given up; the next start makes sure that it never becomes visible. */
    @Override
    public void close() {
        producer.close(settled ? Duration.ofSeconds(2) : Duration.ZERO);
    }
}
