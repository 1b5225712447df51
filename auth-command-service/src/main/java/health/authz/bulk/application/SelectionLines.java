package health.authz.bulk.application;

import health.authz.bulk.domain.Target;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Which rows a selection names. */
@FunctionalInterface
interface SelectionLines {
    /**
     * Hands over every line in the order of the ids.
     *
     * @param what {@code authorizations} or {@code clients}
     * @param atLeast is told before the first line how many come at least; 0 where that is not known
     * @throws health.authz.platform.web.ProblemException what the list refused, or 503 when it cannot be read
     */
    void read(String what, String selection, String bearerToken, LongConsumer atLeast, Consumer<Target> each);
}
