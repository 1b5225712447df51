package health.authz.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The organisation that owns a record; taken from the token only (claim {@code org}).
 *
 * <p>On the wire: the plain text.
 *
 * @param value 1 to 100 characters, no leading or trailing blanks
 * @throws IllegalArgumentException if empty, longer or padded
 */
public record TenantId(@JsonValue String value) implements Comparable<TenantId> {
    private static final int LENGTH_MAX = 100;

    public TenantId {
        if (value.isEmpty() || value.length() > LENGTH_MAX || !value.strip().equals(value)) {
            throw new IllegalArgumentException(
                    "TenantId takes 1 to " + LENGTH_MAX + " characters without surrounding blanks");
        }
    }

    @JsonCreator
    public static TenantId of(String value) {
        return new TenantId(value);
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
