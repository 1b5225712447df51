package health.authz.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/**
 * Identity of one alert.
 *
 * <p>On the wire: the plain UUID text.
 */
public record AlertId(@JsonValue UUID value) implements Comparable<AlertId> {
    @JsonCreator
    public static AlertId of(String text) {
        return new AlertId(UUID.fromString(text));
    }

    /** In the order of the text form, which for time-ordered ids is the order of their making. */
    @Override
    public int compareTo(AlertId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
