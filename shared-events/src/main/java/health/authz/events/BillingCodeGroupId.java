package health.authz.events;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/**
 * Identity of one billing code group (a data-entry template, never a unit pool).
 *
 * <p>On the wire: the plain UUID text.
 */
public record BillingCodeGroupId(@JsonValue UUID value) implements Comparable<BillingCodeGroupId> {
    @JsonCreator
    public static BillingCodeGroupId of(String text) {
        return new BillingCodeGroupId(UUID.fromString(text));
    }

    /** In the order of the text form, which for time-ordered ids is the order of their making. */
    @Override
    public int compareTo(BillingCodeGroupId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
