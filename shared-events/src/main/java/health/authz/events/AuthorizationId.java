package health.authz.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/**
 * Identity of one authorization, and of its event stream.
 *
 * <p>On the wire: the plain UUID text.
 */
public record AuthorizationId(@JsonValue UUID value) implements Comparable<AuthorizationId> {
    @JsonCreator
    public static AuthorizationId of(String text) {
        return new AuthorizationId(UUID.fromString(text));
    }

    /** In the order of the text form, which for time-ordered ids is the order of their making. */
    @Override
    public int compareTo(AuthorizationId other) {
        int high = Long.compareUnsigned(value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
