package health.authz.platform.consuming;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A lot that counts how often it is asked. */
final class CountingLot implements ParkingLot {
    private final ParkingLot lot;
    int asked;

    CountingLot(ParkingLot lot) {
        this.lot = lot;
    }

    @Override
    public void park(String consumer, Collection<Waiting> records) {
        lot.park(consumer, records);
    }

    @Override
    public Map<String, Long> lowestPlaces(String consumer, String topic, Collection<String> subjects) {
        asked++;
        return lot.lowestPlaces(consumer, topic, subjects);
    }

    @Override
    public List<Parked> parked(String consumer, Subject subject) {
        asked++;
        return lot.parked(consumer, subject);
    }

    @Override
    public void release(String consumer, Collection<Parked> records) {
        lot.release(consumer, records);
    }

    @Override
    public List<ParkedSubject> list(String consumer) {
        return lot.list(consumer);
    }

    @Override
    public List<Subject> ofKey(String consumer, String topic, String key) {
        return lot.ofKey(consumer, topic, key);
    }

    @Override
    public List<Subject> of(String consumer, Collection<TopicPartition> partitions) {
        return lot.of(consumer, partitions);
    }

    @Override
    public long count(String consumer) {
        return lot.count(consumer);
    }
}
