package health.authz.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

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
    private static final int ASCII_MAX = 0x7F;

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

    /**
     * Which of these a name means (rule B-64): the one that is written so, else the first in order that differs in case alone.
     *
     * @param name as somebody wrote it, also what can be no code
     */
    public static Optional<BillingCode> named(String name, Collection<BillingCode> codes) {
        if (name.chars().anyMatch(each -> each > ASCII_MAX)) {
            return codes.stream().filter(code -> code.value.equals(name)).findFirst();
        }
        return codes.stream()
                .filter(code -> code.value.equalsIgnoreCase(name))
                .min(Comparator.comparing((BillingCode code) -> !code.value.equals(name))
                        .thenComparing(Comparator.naturalOrder()));
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
