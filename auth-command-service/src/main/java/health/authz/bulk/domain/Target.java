package health.authz.bulk.domain;

/**
 * One frozen line of a selection: a client to add to, or an authorization to change.
 *
 * @param id client's or authorization's id
 * @param seq what the person saw of an authorization; {@link #UNSEEN} for clients and for what the list did not show
 */
public record Target(String id, long seq) {
    public static final long UNSEEN = -1;
}
