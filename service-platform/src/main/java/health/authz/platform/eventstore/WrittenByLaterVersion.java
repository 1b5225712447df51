package health.authz.platform.eventstore;

import health.authz.platform.web.ProblemException;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/**
 * A stream holds an event of a type that this version does not know: after a service was rolled back, until it is updated again.
 * Nothing is decided on a state that leaves an event out.
 */
public class WrittenByLaterVersion extends ProblemException {
    private final String eventType;

    public WrittenByLaterVersion(String eventType) {
        super(
                HttpStatus.SERVICE_UNAVAILABLE,
                "written-by-a-later-version",
                "Written by a later version",
                "It was changed by a later version of the service (event " + eventType
                        + "), which this one cannot read. It can be changed again once the service is updated.",
                Map.of(),
                List.of());
        this.eventType = eventType;
    }

    public String eventType() {
        return eventType;
    }
}
