package health.authz.platform.consuming;

import health.authz.events.envelope.EventHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Which of two states of one thing is the newer one. Of two versions the higher one holds, whoever comes last.
 *
 * <p>A version that the writer counted says so wherever the record stands. A record of an older writer has none; there its
 * offset serves, which says so only within one life of the topic. Both are kept as one number, so that a copy compares
 * and stores one field: offsets as they are, own versions above all of them. So an own version beats every offset, and a
 * copy that was made by offsets takes the first own version that it sees (ADR 38).
 *
 * @param rank 0 to 2<sup>53</sup>, which every store keeps exactly, also one that computes with doubles; -1 = of nothing
 */
public record RecordVersion(long rank) implements Comparable<RecordVersion> {
    /** Older than every record. */
    public static final RecordVersion NONE = new RecordVersion(-1);

    /** No topic gets that far: a million records a second for 142 years. */
    private static final long OWN_FROM = 1L << 52;

    /** @throws RecordRejected if its header is no number from 1 on */
    public static RecordVersion of(Received record) {
        String own = record.headers().get(EventHeaders.RECORD_VERSION);
        return own == null ? new RecordVersion(record.offset()) : own(counted(record, own));
    }

    /** A version that its writer counted, such as the place in a stream. @param number from 0, at most 2^52 */
    public static RecordVersion own(long number) {
        if (number < 0 || number > OWN_FROM) {
            throw new IllegalArgumentException("no version: " + number);
        }
        return new RecordVersion(OWN_FROM + number);
    }

    private static long counted(Received record, String header) {
        try {
            long number = Long.parseLong(header);
            if (number > 0 && number <= OWN_FROM) {
                return number;
            }
        } catch (NumberFormatException notOne) {
            throw new RecordRejected(record, "its header recordversion is no number", notOne);
        }
        throw record.rejected("its header recordversion is no number from 1 on");
    }

    /** The number that the writer counted; {@code null} if this is an offset. */
    public @Nullable Long ownNumber() {
        return rank < OWN_FROM ? null : rank - OWN_FROM;
    }

    public boolean isAfter(RecordVersion other) {
        return rank > other.rank;
    }

    @Override
    public int compareTo(RecordVersion other) {
        return Long.compare(rank, other.rank);
    }
}
