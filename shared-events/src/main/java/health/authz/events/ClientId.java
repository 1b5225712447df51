package health.authz.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A client as the health record knows it; never a name.
 *
 * <p>On the wire: the plain text.
 *
 * @param value 1 to 100 characters, no leading or trailing blanks
 * @throws IllegalArgumentException if empty, longer or padded
 */
public record ClientId(@JsonValue String value) implements Comparable<ClientId> {
    private static final int LENGTH_MAX = 100;

    public ClientId {
        if (value.isEmpty() || value.length() > LENGTH_MAX || !value.strip().equals(value)) {
            throw new IllegalArgumentException(
                    "ClientId takes 1 to " + LENGTH_MAX + " characters without surrounding blanks");
        }
    }

    @JsonCreator
    public static ClientId of(String value) {
        return new ClientId(value);
    }

    @Override
    public int compareTo(ClientId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
