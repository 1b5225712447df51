package health.authz.killtest;

/** Rows that are missing and rows that are there too often. */
public record Tally(long lost, long doubled) {
    static final Tally NOTHING = new Tally(0, 0);

    /** @param found how many there are of what must be there so often */
    static Tally of(long found, long expected) {
        return new Tally(Math.max(0, expected - found), Math.max(0, found - expected));
    }

    Tally plus(Tally other) {
        return new Tally(lost + other.lost, doubled + other.doubled);
    }

    public boolean clean() {
        return lost == 0 && doubled == 0;
    }
}
