package health.authz.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A procedure code as it is put on a note, for example {@code H0031}.
 *
 * <p>On the wire: the plain text.
 *
 * @param value 1 to 50 characters, no leading or trailing blanks
 * @throws IllegalArgumentException if empty, longer or padded
 */
public record BillingCode(@JsonValue String value) implements Comparable<BillingCode> {
    private static final int LENGTH_MAX = 50;

    public BillingCode {
        if (value.isEmpty() || value.length() > LENGTH_MAX || !value.strip().equals(value)) {
            throw new IllegalArgumentException(
                    "BillingCode takes 1 to " + LENGTH_MAX + " characters without surrounding blanks");
        }
    }

    @JsonCreator
    public static BillingCode of(String value) {
        return new BillingCode(value);
    }

    @Override
    public int compareTo(BillingCode other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
