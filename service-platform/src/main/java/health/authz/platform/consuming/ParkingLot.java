package health.authz.platform.consuming;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Where records wait that cannot be applied, with their followers of the same subject (ADR 40). */
public interface ParkingLot {
    /** Keeps records. One that is kept already stays, with the reason that is given now. */
    void park(String consumer, Collection<Waiting> records);

    /** Of each of these subjects of a topic that has parked records: the lowest place of them. Asked by subject, never whole. */
    Map<String, Long> lowestPlaces(String consumer, String topic, Collection<String> subjects);

    /** The parked records of a subject, by place, and where they name none by offset. */
    List<Parked> parked(String consumer, Subject subject);

    /** Lets exactly these go; what was parked meanwhile stays. */
    void release(String consumer, Collection<Parked> records);

    /** Subjects with parked records, the first 500 by the time of parking. */
    List<ParkedSubject> list(String consumer);

    /** Every subject with records that were parked under a Kafka key. */
    List<Subject> ofKey(String consumer, String topic, String key);

    /** Every subject with parked records of these partitions. */
    List<Subject> of(String consumer, Collection<TopicPartition> partitions);

    long count(String consumer);

    /** A record that is to be parked, and why. */
    record Waiting(Received record, String reason) {}

    /** A record that is parked, and why. @param id by which it is let go */
    record Parked(String id, Received record, String reason) {}

    /**
     * A subject whose records wait.
     *
     * @param key under which they came from Kafka
     * @param type of the first of them
     * @param reason why the first of them cannot be applied
     */
    record ParkedSubject(
            String consumer, String topic, String subject, String key, String type, String reason, long records) {}
}
