package health.authz.platform.check;

import java.util.Arrays;
import java.util.BitSet;

/** A set of longs in one array, 8 to 24 bytes each, in which each can be ticked off. Not for two threads. */
public final class LongSet {
    private static final int SMALLEST = 1 << 10;
    private static final long SPREAD = 0x9E3779B97F4A7C15L;
    private static final long NONE = 0;
    private long[] slots = new long[SMALLEST];
    private final BitSet ticked = new BitSet();
    private int size;

    /** @return whether it was not in yet */
    public boolean add(long value) {
        int slot = find(slots, kept(value));
        if (slots[slot] != NONE) {
            return false;
        }
        if (!ticked.isEmpty()) {
            throw new IllegalStateException("all are added before one is ticked off");
        }
        slots[slot] = kept(value);
        size++;
        if (size * 3L > slots.length * 2L) {
            grow();
        }
        return true;
    }

    public boolean contains(long value) {
        return slots[find(slots, kept(value))] != NONE;
    }

    /** Ticks off a value, if it is in. */
    public void tick(long value) {
        int slot = find(slots, kept(value));
        if (slots[slot] != NONE) {
            ticked.set(slot);
        }
    }

    /** Whether a value is in and was ticked off. */
    public boolean isTicked(long value) {
        return ticked.get(find(slots, kept(value)));
    }

    public int size() {
        return size;
    }

    /** How many were not ticked off. */
    public int left() {
        return size - ticked.cardinality();
    }

    /** 0 marks a free slot, so it is kept as another number. */
    private static long kept(long value) {
        return value == NONE ? SPREAD : value;
    }

    private void grow() {
        long[] larger = new long[Math.multiplyExact(slots.length, 2)];
        Arrays.stream(slots).filter(value -> value != NONE).forEach(value -> larger[find(larger, value)] = value);
        slots = larger;
    }

    private static int find(long[] slots, long value) {
        int mask = slots.length - 1;
        int slot = (int) ((value * SPREAD) >>> 32) & mask;
        while (slots[slot] != NONE && slots[slot] != value) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
