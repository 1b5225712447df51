package health.authz.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/**
 * Identity of one bulk operation.
 *
 * <p>On the wire: the plain UUID text.
 */
public record OperationId(@JsonValue UUID value) implements Comparable<OperationId> {
    @JsonCreator
    public static OperationId of(String text) {
        return new OperationId(UUID.fromString(text));
    }

    /** In the order of the text form, which for time-ordered ids is the order of their making. */
    @Override
    public int compareTo(OperationId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
