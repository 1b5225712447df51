package health.authz.platform.consistency;

import health.authz.platform.web.ProblemException;
import health.authz.platform.web.Problems;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** 503: the list does not show yet what it is to be read with. */
public final class ListBehind {
    public static final String SLUG = "list-behind";
    /** Property of the problem: nobody can say when it will, because Kafka does not answer. */
    public static final String KAFKA_IS_AWAY = "kafkaIsAway";

    private ListBehind() {}

    /** What was written has not reached Kafka. */
    public static ProblemException notToldYet() {
        return Problems.unavailable(
                "list-behind", "What you wrote is stored and has not reached the list yet. Try again in a moment.");
    }

    /**
     * It has, and the list has not read so far.
     *
     * @param kafkaIsAway nor can it, as Kafka does not answer
     */
    public static ProblemException notReadYet(boolean kafkaIsAway) {
        return new ProblemException(
                HttpStatus.SERVICE_UNAVAILABLE,
                SLUG,
                "Not available now",
                "The list has not read yet what it is to be read with. Try again in a moment.",
                kafkaIsAway ? Map.of(KAFKA_IS_AWAY, true) : Map.of(),
                List.of());
    }
}
