package health.authz.bulk.application;

import health.authz.bulk.domain.Target;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The targets of one preview, wherever they come from: a selection of the list, a file, an earlier operation. */
@FunctionalInterface
public interface TargetLines {
    /**
     * Hands over every target, in the order of the ids.
     *
     * @param atLeast is told before the first target how many come at least; 0 where that is not known
     * @throws health.authz.platform.web.ProblemException why they cannot be had
     */
    void read(LongConsumer atLeast, Consumer<Target> each);
}
