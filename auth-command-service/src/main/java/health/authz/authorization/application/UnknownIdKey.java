package health.authz.authorization.application;

/** An operation was confirmed under a key that this instance was not started with; it goes on where the key is known. */
public final class UnknownIdKey extends RuntimeException {
    private final int number;

    UnknownIdKey(int number) {
        super("authz.ids.keys." + number + " is not set on this instance, and an operation was confirmed under it");
        this.number = number;
    }

    /** What is missing, in words. */
    public String waitsFor() {
        return "the key of its ids: authz.ids.keys." + number + " is not set on this instance";
    }
}
