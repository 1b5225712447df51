package health.authz.platform.relay;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Missing numbers, and who could still fill them. A number is drawn under the lock of {@link Holders}: what is missing
 * below a number that is visible belongs to a transaction that holds the lock, or to one that has ended. So a hole is
 * passed, after the rows were read once more, when none is left of those who held the lock after it was seen.
 */
class Holes {
    /**
     * Numbers missing below a position.
     *
     * @param holders those who could fill them, as far as they are left
     */
    private record Hole(long below, Holders holders) {}

    private final Map<RelaySource, Hole> open = new EnumMap<>(RelaySource.class);
    private final Map<RelaySource, Long> passable = new EnumMap<>(RelaySource.class);

    /** Transactions are known by the server that ran them then; another connection may meet another server. */
    void forget() {
        open.clear();
        passable.clear();
    }

    boolean any() {
        return !open.isEmpty();
    }

    /**
     * Looks who is left, before the rows are read. Answers whether reading them can show anything new: as long as all are
     * left, no hole was filled.
     */
    boolean look(Connection connection, RelaySource source) throws SQLException {
        Hole hole = open.get(source);
        if (hole == null) {
            return true;
        }
        Holders left = hole.holders().leftOf(Holders.of(connection, source));
        if (left.equals(hole.holders()) && !left.none()) {
            return false;
        }
        if (left.none()) {
            open.remove(source);
            passable.merge(source, hole.below(), Math::max);
        } else {
            open.put(source, new Hole(hole.below(), left));
        }
        return true;
    }

    /**
     * The rows before the first hole that is not final.
     *
     * @param highest the highest number that was seen so far, in rows that were read or not
     */
    List<RelaySource.Row> before(
            Connection connection, RelaySource source, long position, long highest, List<RelaySource.Row> rows)
            throws SQLException {
        long expected = position + 1;
        long isFinal = passable.getOrDefault(source, 0L);
        for (int i = 0; i < rows.size(); i++) {
            long found = rows.get(i).position();
            if (found != expected && found > isFinal) {
                see(connection, source, Math.max(highest, rows.getLast().position()), open.get(source));
                return rows.subList(0, i);
            }
            expected = found + 1;
        }
        open.remove(source);
        return rows;
    }

    private void see(Connection connection, RelaySource source, long below, @Nullable Hole known) throws SQLException {
        if (known == null) {
            open.put(source, new Hole(below, Holders.of(connection, source)));
        }
    }
}
