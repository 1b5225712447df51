package health.authz.bulk.application;

import health.authz.bulk.domain.Target;
import health.authz.platform.security.Caller;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Which rows a selection names. */
@FunctionalInterface
interface SelectionLines {
    /**
     * What is asked.
     *
     * @param preview that it is for
     * @param caller whose sight of the list it is
     * @param what {@code authorizations} or {@code clients}
     * @param selection JSON object as the list's selection routes take it
     * @param consistentWith a token that the list is not to be older than; {@code null} = none but the organisation's own changes
     */
    record Asked(
            UUID preview,
            Caller caller,
            String what,
            String selection,
            @Nullable String consistentWith) {}

    /**
     * Hands over every line in the order of the ids.
     *
     * @param atLeast is told before the first line how many come at least; 0 where that is not known
     * @throws health.authz.platform.web.ProblemException what the list refused, or 503 when it cannot be read
     */
    void read(Asked asked, LongConsumer atLeast, Consumer<Target> each);
}
