package health.authz.platform.relay;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer for each leadership, as the relay asks for them; what they committed, in order. */
class MockProducers implements Function<String, Producer<byte[], byte[]>> {
    private final List<MockProducer<byte[], byte[]>> made = new CopyOnWriteArrayList<>();
    private final Supplier<MockProducer<byte[], byte[]>> maker;

    MockProducers() {
        this(() -> new MockProducer<>(true, (Partitioner) null, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    MockProducers(Supplier<MockProducer<byte[], byte[]>> maker) {
        this.maker = maker;
    }

    @Override
    public Producer<byte[], byte[]> apply(String schema) {
        MockProducer<byte[], byte[]> producer = maker.get();
        made.add(producer);
        return producer;
    }

    List<MockProducer<byte[], byte[]>> made() {
        return made;
    }

    List<ProducerRecord<byte[], byte[]>> history() {
        return made.stream().flatMap(producer -> producer.history().stream()).toList();
    }
}
