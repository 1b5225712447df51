package health.authz.platform.relay;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The transactions that may still store rows under numbers which they drew before: all that hold the table's advisory
 * lock, shared, at one moment. Transactions elsewhere on the server never hold it.
 *
 * @param running as {@code backend/count}; the pair is never used again while the server runs
 * @param prepared counts alone: a transaction that is prepared leaves its backend and keeps its count
 */
record Holders(Set<String> running, Set<String> prepared) {
    /** In this database, on this table, and granted: who waits for the lock has drawn no number yet. */
    private static final String READ = """
            select virtualtransaction, pid is null or virtualtransaction like '-1/%' from pg_locks
             where locktype = 'advisory' and granted and objsubid = 2 and classid = 1635087464
               and objid = ?::regclass::oid
               and database = (select oid from pg_database where datname = current_database())""";

    static Holders of(Connection connection, RelaySource source) throws SQLException {
        Set<String> running = new HashSet<>();
        Set<String> prepared = new HashSet<>();
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            read.setString(1, source.table);
            try (ResultSet lock = read.executeQuery()) {
                while (lock.next()) {
                    String transaction = lock.getString(1);
                    if (lock.getBoolean(2)) {
                        prepared.add(count(transaction));
                    } else {
                        running.add(transaction);
                    }
                }
            }
        }
        return new Holders(running, prepared);
    }

    /**
     * Those of these that are left. One that was prepared meanwhile is found by its count: at worst another one has the
     * same and is waited for too.
     */
    Holders leftOf(Holders now) {
        Set<String> ran = running.stream().map(Holders::count).collect(Collectors.toSet());
        return new Holders(
                running.stream().filter(now.running::contains).collect(Collectors.toSet()),
                now.prepared.stream()
                        .filter(count -> prepared.contains(count) || ran.contains(count))
                        .collect(Collectors.toSet()));
    }

    boolean none() {
        return running.isEmpty() && prepared.isEmpty();
    }

    private static String count(@Nullable String virtualTransaction) {
        String text = String.valueOf(virtualTransaction);
        return text.substring(text.indexOf('/') + 1);
    }
}
