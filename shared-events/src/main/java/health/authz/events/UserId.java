package health.authz.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A member of staff; equals the token's {@code sub}.
 *
 * <p>On the wire: the plain text.
 *
 * @param value 1 to 255 characters, no leading or trailing blanks
 * @throws IllegalArgumentException if empty, longer or padded
 */
public record UserId(@JsonValue String value) implements Comparable<UserId> {
    private static final int LENGTH_MAX = 255;

    public UserId {
        if (value.isEmpty() || value.length() > LENGTH_MAX || !value.strip().equals(value)) {
            throw new IllegalArgumentException(
                    "UserId takes 1 to " + LENGTH_MAX + " characters without surrounding blanks");
        }
    }

    @JsonCreator
    public static UserId of(String value) {
        return new UserId(value);
    }

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
