package health.authz.stack;

import de.bwaldvogel.mongo.MongoServer;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A stand-in for MongoDB that speaks its wire protocol and keeps everything in memory (ADR 7). Never a MongoDB: no
 * transactions, no pipeline updates, and only unique indexes are used.
 */
public final class MongoPart implements AutoCloseable {
    /** Keeps about 100,000 rows with their history; a load test may ask for more. */
    private static final int HEAP_MEGABYTES = Integer.getInteger("authz.mongodb.megabytes", 768);

    private static final int YOUNG_MEGABYTES = Math.min(512, HEAP_MEGABYTES / 4);

    static final String NAME = "mongodb-stand-in";

    private final AutoCloseable running;
    private final int port;
    private final long pid;

    private MongoPart(AutoCloseable running, int port, long pid) {
        this.running = running;
        this.port = port;
        this.pid = pid;
    }

    /** In this JVM, for tests. */
    public static MongoPart startInProcess(int port) {
        MongoServer server = new MongoServer(new StandInBackend());
        server.bind("127.0.0.1", port);
        return new MongoPart(server::shutdownNow, port, ProcessHandle.current().pid());
    }

    /** In a process of its own. */
    public static MongoPart start(Path folder, int port) {
        JavaProcess server = JavaProcess.of(NAME)
                // What it takes it keeps: old rows are collected only when their room is full, young ones leave soon.
                .jvm("-Xms" + HEAP_MEGABYTES + "m", "-Xmx" + HEAP_MEGABYTES + "m", "-Xmn" + YOUNG_MEGABYTES + "m")
                .jvm("-XX:+UseSerialGC", "-XX:MaxTenuringThreshold=2", "-XX:+ExitOnOutOfMemoryError")
                .jvm("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn")
                .yielding()
                .main(MongoPart.class.getName(), Integer.toString(port))
                .log(folder.resolve(NAME + ".log"))
                .start();
        server.awaitPortOrClose(port, Duration.ofMinutes(3));
        return new MongoPart(server, port, server.pid());
    }

    public static void main(String[] arguments) throws InterruptedException {
        startInProcess(Integer.parseInt(arguments[0]));
        Thread.currentThread().join();
    }

    /** Address of the query service's database. */
    public String uri() {
        return "mongodb://127.0.0.1:" + port + "/authz_query";
    }

    public long pid() {
        return pid;
    }

    @Override
    public void close() throws Exception {
        running.close();
    }
}
