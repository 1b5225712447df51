package health.authz.bulk.domain;

import health.authz.authorization.domain.RequestedValues;
import health.authz.events.BillingCode;
import org.jspecify.annotations.Nullable;

/**
 * One frozen line of a selection: a client to add to, or an authorization to change. Where the plan goes by rows, it is one
 * row, and may say itself what is asked of it.
 *
 * @param id client's or authorization's id
 * @param seq what the person saw of an authorization; {@link #UNSEEN} for clients and for what the list did not show
 * @param code of a row to add in a plan that goes by rows; {@code null} otherwise
 * @param values asked for this row alone; they go before those of the plan
 * @param sourceLine line of the file it came from; 0 = it came from none
 * @param nameDiffers the line names somebody else than the client whom it finds
 */
public record Target(
        String id, long seq, @Nullable BillingCode code, RequestedValues values, long sourceLine, boolean nameDiffers) {
    public static final long UNSEEN = -1;

    public Target(String id, long seq, @Nullable BillingCode code, RequestedValues values, long sourceLine) {
        this(id, seq, code, values, sourceLine, false);
    }

    public Target(String id, long seq) {
        this(id, seq, null, RequestedValues.NOTHING, 0);
    }

    /** The same, as somebody saw it at another time. */
    public Target seenAt(long other) {
        return new Target(id, other, code, values, sourceLine, nameDiffers);
    }

    /** One code for one client, with the values of the plan. */
    public Target(String client, BillingCode code) {
        this(client, UNSEEN, code, RequestedValues.NOTHING, 0);
    }
}
