package health.authz.killtest;

import health.authz.benchmarks.Clinic;
import health.authz.benchmarks.Gateway;
import health.authz.benchmarks.Store;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** Looks everywhere whether every row of an ended operation was done once. */
final class Verification {
    private static final Duration FOLLOWS_WITHIN = Duration.ofMinutes(3);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private final Gateway api;
    private final Store store;
    private final Told told;
    private final Clinic clinic;
    private final Consumer<String> say;

    Verification(Gateway api, Store store, Told told, Clinic clinic, Consumer<String> say) {
        this.api = api;
        this.store = store;
        this.told = told;
        this.clinic = clinic;
        this.say = say;
    }

    /** @param eventsEach how many events every authorization must have by now */
    Tally of(String operation, int eventsEach) throws SQLException {
        Tally stored = told("PostgreSQL", stored(eventsEach));
        Tally counted = told("counts", counts(operation));
        Tally results = told("results", results(operation));
        Tally kafka = told("Kafka", settled(() -> {
            told.read();
            return told.tally(clinic.rows(), eventsEach);
        }));
        Tally list = told("list", settled(() -> list(eventsEach)));
        return stored.plus(counted).plus(results).plus(kafka).plus(list);
    }

    private Tally told(String where, Tally tally) {
        if (!tally.clean()) {
            say.accept("  " + where + ": " + tally);
        }
        return tally;
    }

    private Tally stored(int eventsEach) throws SQLException {
        Store.Events events = store.eventsEach(clinic.organisation(), eventsEach);
        return Tally.of(events.targets(), clinic.rows())
                .plus(new Tally(events.missing(), events.surplus() + events.authorizations() - events.targets()));
    }

    private Tally counts(String operation) {
        JsonNode progress = api.get("/bulk-operations/" + operation).path("progress");
        return Tally.of(progress.path("succeeded").asLong(), clinic.rows())
                .plus(Tally.of(progress.path("processed").asLong(), clinic.rows()))
                .plus(Tally.of(progress.path("total").asLong(), clinic.rows()));
    }

    private Tally results(String operation) {
        List<JsonNode> lines = api.lines("/bulk-operations/" + operation + "/results");
        Set<String> authorizations = new HashSet<>();
        for (JsonNode line : lines) {
            if (Set.of("ADDED", "CHANGED").contains(line.path("outcome").asString(""))) {
                authorizations.add(line.path("authorizationId").asString(""));
            }
        }
        return new Tally(clinic.rows() - authorizations.size(), Math.max(0, lines.size() - clinic.rows()));
    }

    private Tally list(int eventsEach) {
        Store.Listed listed = store.listed(clinic.organisation(), eventsEach - 1);
        return new Tally(clinic.rows() - listed.current(), Math.max(0, listed.rows() - clinic.rows()));
    }

    /** The list and Kafka follow later: what is missing there counts once it did not come in time. */
    private static Tally settled(Supplier<Tally> look) {
        long end = System.nanoTime() + FOLLOWS_WITHIN.toNanos();
        Tally tally = look.get();
        while (tally.lost() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            tally = look.get();
        }
        return tally;
    }
}
