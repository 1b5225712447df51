package health.authz.stack;

import java.io.IOException;

/** A service that cannot start, and says why. */
final class EndsAtOnce {
    static final String WHY = "the schema of tomorrow cannot be read";

    private EndsAtOnce() {}

    public static void main(String[] arguments) throws IOException {
        if (FakeJar.takenApart(arguments)) {
            return;
        }
        System.err.println("ERROR " + WHY);
        System.exit(1);
    }
}
