package health.authz.platform.consuming;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Where records wait that cannot be applied, with their followers of the same key. */
public interface ParkingLot {
    void park(String consumer, Received record, String reason);

    /** Which of these keys have parked records. */
    Set<String> parkedKeys(String consumer, String topic, Collection<String> keys);

    /** The parked records of a key, oldest first. */
    List<Received> parked(String consumer, String topic, String key);

    /** Lets the key's records go up to this offset; what was parked meanwhile behind them stays. */
    void release(String consumer, String topic, String key, long last);

    /** Every key with parked records. */
    List<ParkedKey> keys(String consumer);

    long count(String consumer);

    /** A key whose records wait. */
    record ParkedKey(String consumer, String topic, String key, String reason, long records) {}
}
