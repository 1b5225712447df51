package health.authz.alert.application;

import health.authz.events.alert.AlertEvent.AlertKind;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Counts what became of alerts, once it is committed. {@code reached=false} answers "why was nobody told?". */
class AlertMeters {
    private final MeterRegistry meters;

    /** What can become of an alert. */
    enum Step {
        RAISED,
        CLOSED,
        SEEN,
        ACKNOWLEDGED
    }

    AlertMeters(MeterRegistry meters) {
        this.meters = meters;
        for (AlertKind kind : AlertKind.values()) {
            for (Step step : Step.values()) {
                List.of(true, false).forEach(reached -> count(kind, step, reached, 0));
            }
        }
    }

    void counted(AlertKind kind, Step step, boolean reached) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                count(kind, step, reached, 1);
            }
        });
    }

    private void count(AlertKind kind, Step step, boolean reached, int more) {
        meters.counter(
                        "authz.alerts",
                        "kind",
                        kind.name(),
                        "transition",
                        step.name().toLowerCase(Locale.ROOT),
                        "reached",
                        Boolean.toString(reached))
                .increment(more);
    }
}
