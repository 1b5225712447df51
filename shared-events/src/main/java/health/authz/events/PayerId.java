package health.authz.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An insurance company, by the health record's own id.
 *
 * <p>On the wire: the plain text.
 *
 * @param value 1 to 100 characters, no leading or trailing blanks
 * @throws IllegalArgumentException if empty, longer or padded
 */
public record PayerId(@JsonValue String value) implements Comparable<PayerId> {
    private static final int LENGTH_MAX = 100;

    public PayerId {
        if (value.isEmpty() || value.length() > LENGTH_MAX || !value.strip().equals(value)) {
            throw new IllegalArgumentException(
                    "PayerId takes 1 to " + LENGTH_MAX + " characters without surrounding blanks");
        }
    }

    @JsonCreator
    public static PayerId of(String value) {
        return new PayerId(value);
    }

    @Override
    public int compareTo(PayerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
