package health.authz.stack;

import java.util.concurrent.CountDownLatch;

/** A service that lives and does not get ready. */
final class NeverReady {
    private NeverReady() {}

    public static void main(String[] arguments) throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
