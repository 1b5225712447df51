package health.authz.stack;

/** A service that cannot start, and says why. */
final class EndsAtOnce {
    static final String WHY = "the schema of tomorrow cannot be read";

    private EndsAtOnce() {}

    public static void main(String[] arguments) {
        System.err.println("ERROR " + WHY);
        System.exit(1);
    }
}
