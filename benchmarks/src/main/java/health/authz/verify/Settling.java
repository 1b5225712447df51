package health.authz.verify;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks again at what differs, because in a running system something may have been changing just then: what is stored goes
 * first and what is shown follows. What still differs after a while is a finding.
 */
final class Settling {
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** Where very much is wrong nobody waits for each part of it. */
    private static final int PARTS_MAX = 6;

    private final Findings findings;
    private final Progress progress;
    private final long eachNanos;
    private long leftNanos;

    Settling(Findings findings, Progress progress, Duration each) {
        this.findings = findings;
        this.progress = progress;
        this.eachNanos = each.toNanos();
        this.leftNanos = eachNanos * PARTS_MAX;
    }

    interface Looking {
        Look at(List<String> things) throws SQLException;
    }

    void compare(List<String> things, Looking looking) throws SQLException {
        Look look = looking.at(things);
        findings.compared(look.compared());
        progress.at("stored events and rows compared", findings.compared());
        long begun = System.nanoTime();
        long most = Math.min(eachNanos, leftNanos);
        while (!look.isClean() && System.nanoTime() - begun < most) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            look = looking.at(look.things());
        }
        if (!look.isClean()) {
            leftNanos -= System.nanoTime() - begun;
        }
        findings.addAll(look.findings());
    }
}
