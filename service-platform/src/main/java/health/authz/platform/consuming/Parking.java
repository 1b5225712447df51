package health.authz.platform.consuming;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What one consumer knows of its parking lot, so that it is asked only where it may have something, and a subject that is
 * barred is not tried again for each record that comes behind it.
 *
 * <p>Lines of a partition are parked by the instance that reads it. One that just lost it may park a last one, whose
 * position then does not move; whoever reads the partition now forgets what it knew when its own position does not move,
 * and a subject that it did not try yet is tried when it meets it.
 */
final class Parking {
    private final String consumer;
    private final ParkingLot lot;
    /** Where trying was in vain: the lowest place that is parked of a subject. */
    private final Map<Subject, Long> inVain = new ConcurrentHashMap<>();

    private volatile boolean mayHoldSome = true;

    Parking(String consumer, ParkingLot lot) {
        this.consumer = consumer;
        this.lot = lot;
    }

    void forget() {
        inVain.clear();
        mayHoldSome = true;
    }

    /** @param subjects all that have parked records of the partitions that are read here */
    void found(Collection<Subject> subjects) {
        mayHoldSome = !subjects.isEmpty();
    }

    /** The lowest parked place of each subject of these records that has any. */
    Map<Subject, Long> of(List<Received> records) {
        if (!mayHoldSome || records.isEmpty()) {
            return Map.of();
        }
        Map<String, Set<String>> byTopic = new HashMap<>();
        records.forEach(record -> byTopic.computeIfAbsent(record.topic(), topic -> new HashSet<>())
                .add(record.subject()));
        Map<Subject, Long> parked = new HashMap<>();
        byTopic.forEach((topic, subjects) -> lot.lowestPlaces(consumer, topic, subjects)
                .forEach((subject, place) -> parked.put(new Subject(topic, subject), place)));
        return parked;
    }

    /** Whether these cannot be applied either, as what they follow was tried and nothing came that goes before it. */
    boolean isInVain(Subject subject, @Nullable Long lowest, List<Received> own) {
        return lowest != null
                && !subject.holdsStates()
                && lowest.equals(inVain.get(subject))
                && own.stream().allMatch(record -> record.place() > lowest);
    }

    void settled(Subject subject, Line line) {
        if (line.isOver()) {
            inVain.remove(subject);
        } else if (line.isBarred()) {
            inVain.put(subject, line.heldFrom());
        }
    }

    /** Nobody else parks what is read here, so an empty lot stays empty until this consumer parks something. */
    void changed(boolean parked, boolean released) {
        if (parked) {
            mayHoldSome = true;
        } else if (released && lot.count(consumer) == 0) {
            mayHoldSome = false;
        }
    }
}
