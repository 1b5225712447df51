package health.authz.alert.domain;

import health.authz.alert.domain.AlertPolicy.Reached;
import health.authz.events.alert.AlertEvent.AlertKind;
import health.authz.events.alert.AlertEvent.CloseCause;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of one kind of alert on one authorization, given the facts of now.
 *
 * <p>An open alert that has become moot is closed and armed again; an armed one whose condition holds is raised. Both may
 * happen at once: a raised level closes the old alert and may raise the next.
 */
public final class AlertDecisions {
    private AlertDecisions() {}

    /** A step of an alert; with its authorization and kind, the epoch names the alert. */
    public sealed interface Transition {
        AlertKind kind();

        int epoch();
    }

    /** The alert begins. */
    public record Raised(AlertKind kind, int epoch, BigDecimal value, BigDecimal threshold) implements Transition {}

    /** The alert ends. */
    public record Closed(AlertKind kind, int epoch, CloseCause cause) implements Transition {}

    /** What happens, in this order, and how the kind stands afterwards. */
    public record Decision(List<Transition> transitions, Arming arming) {}

    public static Decision decide(AlertPolicy policy, Facts facts, Arming arming, Circumstances now) {
        List<Transition> transitions = new ArrayList<>(2);
        Arming after = arming;
        BigDecimal openAt = after.openAt();
        if (openAt != null) {
            Optional<CloseCause> cause = policy.moot(facts, openAt, now);
            if (cause.isPresent()) {
                transitions.add(new Closed(policy.kind(), after.epoch(), cause.get()));
                after = after.armedAgain();
            }
        }
        if (!after.isOpen() && now.enabled()) {
            Optional<Reached> reached = policy.reached(facts, now);
            if (reached.isPresent()) {
                transitions.add(new Raised(
                        policy.kind(),
                        after.epoch(),
                        reached.get().value(),
                        reached.get().threshold()));
                after = after.raisedAt(reached.get().threshold());
            }
        }
        return new Decision(transitions, after);
    }
}
