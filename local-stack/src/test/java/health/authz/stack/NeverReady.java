package health.authz.stack;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;

/** A service that lives and does not get ready. */
final class NeverReady {
    private NeverReady() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
        if (FakeJar.takenApart(arguments)) {
            return;
        }
        new CountDownLatch(1).await();
    }
}
