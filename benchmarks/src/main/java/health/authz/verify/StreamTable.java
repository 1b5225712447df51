package health.authz.verify;

import health.authz.platform.check.Fingerprint;
import health.authz.platform.check.LongSet;

/**
 * The stored streams, and how much of each was found in Kafka: 40 bytes a stream, in plain arrays, so that a million fit.
 *
 * <p>First occurrences are expected in the order of {@code seq}; one that comes before its predecessor is remembered until
 * that has come. What events say is compared by the sum of their fingerprints. Streams are known by 128 bits of their id.
 */
final class StreamTable {
    private static final int SMALLEST = 1 << 12;
    private long[] high;
    private long[] low;
    private long[] storedSum;
    private long[] toldSum;
    private int[] stored;
    private int[] next;
    private int size;
    private final LongSet ahead = new LongSet();

    /** What one record of a topic is. */
    enum Told {
        FIRST,
        AGAIN,
        /** It came before one that precedes it in its stream. */
        AHEAD,
        /** It came after one that follows it. */
        LATE,
        /** It was stored after the bound, or never. */
        NOT_KNOWN
    }

    /** @param streams about how many there will be */
    StreamTable(long streams) {
        int slots = SMALLEST;
        while (slots < streams * 3 / 2 && slots < 1 << 29) {
            slots <<= 1;
        }
        allocate(slots);
    }

    private void allocate(int slots) {
        high = new long[slots];
        low = new long[slots];
        storedSum = new long[slots];
        toldSum = new long[slots];
        stored = new int[slots];
        next = new int[slots];
    }

    /** A stored event, in any order. */
    void store(StreamKey key, long seq, long content) {
        int slot = find(key.high(), key.low());
        if (stored[slot] == 0) {
            high[slot] = key.high();
            low[slot] = key.low();
            size++;
        }
        stored[slot] = Math.max(stored[slot], Math.toIntExact(seq + 1));
        storedSum[slot] += content;
        if (size * 4L > stored.length * 3L) {
            grow();
        }
    }

    /** A record of a topic, in the order of its partition. */
    Told tell(StreamKey key, long seq, long content) {
        int slot = find(key.high(), key.low());
        if (seq >= stored[slot]) {
            return Told.NOT_KNOWN;
        }
        if (seq < next[slot]) {
            return Told.AGAIN;
        }
        if (seq > next[slot]) {
            if (!ahead.add(place(key, seq))) {
                return Told.AGAIN;
            }
            toldSum[slot] += content;
            return Told.AHEAD;
        }
        toldSum[slot] += content;
        next[slot]++;
        boolean late = false;
        while (next[slot] < stored[slot] && ahead.contains(place(key, next[slot]))) {
            next[slot]++;
            late = true;
        }
        return late ? Told.LATE : Told.FIRST;
    }

    /** Whether a stored event has come. */
    boolean isTold(StreamKey key, long seq) {
        int slot = find(key.high(), key.low());
        return seq < next[slot] || ahead.contains(place(key, seq));
    }

    /** Whether all of a stream has come and says something else than what is stored. */
    boolean isOtherwise(StreamKey key) {
        int slot = find(key.high(), key.low());
        return next[slot] == stored[slot] && storedSum[slot] != toldSum[slot];
    }

    private boolean isRight(int slot) {
        return next[slot] == stored[slot] && storedSum[slot] == toldSum[slot];
    }

    /** Whether of every stream all has come and says what is stored. */
    boolean areAllRight() {
        for (int slot = 0; slot < stored.length; slot++) {
            if (!isRight(slot)) {
                return false;
            }
        }
        return true;
    }

    private static long place(StreamKey key, long seq) {
        return Fingerprint.of(key.high() ^ key.low(), seq);
    }

    private int find(long keyHigh, long keyLow) {
        int mask = stored.length - 1;
        int slot = (int) (keyHigh ^ (keyHigh >>> 32)) & mask;
        while (stored[slot] != 0 && (high[slot] != keyHigh || low[slot] != keyLow)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] highs = high;
        long[] lows = low;
        long[] storedSums = storedSum;
        long[] toldSums = toldSum;
        int[] counts = stored;
        int[] nexts = next;
        allocate(Math.multiplyExact(counts.length, 2));
        for (int from = 0; from < counts.length; from++) {
            if (counts[from] != 0) {
                int to = find(highs[from], lows[from]);
                high[to] = highs[from];
                low[to] = lows[from];
                storedSum[to] = storedSums[from];
                toldSum[to] = toldSums[from];
                stored[to] = counts[from];
                next[to] = nexts[from];
            }
        }
    }
}
