package health.authz.killtest;

import health.authz.verify.Outcome;

/**
 * What is missing, what is there too often, and what is there and says something else.
 *
 * @param different found by {@code verify} alone
 */
public record Tally(long lost, long doubled, long different) {
    static final Tally NOTHING = new Tally(0, 0);

    public Tally(long lost, long doubled) {
        this(lost, doubled, 0);
    }

    static Tally of(Outcome verified) {
        return new Tally(verified.missing(), verified.doubled(), verified.different());
    }

    /** @param found how many there are of what must be there so often */
    static Tally of(long found, long expected) {
        return new Tally(Math.max(0, expected - found), Math.max(0, found - expected));
    }

    Tally plus(Tally other) {
        return new Tally(lost + other.lost, doubled + other.doubled, different + other.different);
    }

    public boolean clean() {
        return lost == 0 && doubled == 0 && different == 0;
    }
}
