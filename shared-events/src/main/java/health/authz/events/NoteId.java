package health.authz.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A note of service documentation, by the health record's own id.
 *
 * <p>On the wire: the plain text.
 *
 * @param value 1 to 100 characters, no leading or trailing blanks
 * @throws IllegalArgumentException if empty, longer or padded
 */
public record NoteId(@JsonValue String value) implements Comparable<NoteId> {
    private static final int LENGTH_MAX = 100;

    public NoteId {
        if (value.isEmpty() || value.length() > LENGTH_MAX || !value.strip().equals(value)) {
            throw new IllegalArgumentException(
                    "NoteId takes 1 to " + LENGTH_MAX + " characters without surrounding blanks");
        }
    }

    @JsonCreator
    public static NoteId of(String value) {
        return new NoteId(value);
    }

    @Override
    public int compareTo(NoteId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
