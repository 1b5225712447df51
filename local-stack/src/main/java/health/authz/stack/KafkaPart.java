package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real Kafka broker, its own controller, as a process of its own that keeps its data in a folder.
 *
 * <p>Started again on the same folder it has the same data.
 */
public final class KafkaPart implements AutoCloseable {
    private static final Duration TIME_TO_START = Duration.ofMinutes(3);
    private final JavaProcess broker;
    private final int port;

    private KafkaPart(JavaProcess broker, int port) {
        this.broker = broker;
        this.port = port;
    }

    /** @throws IllegalStateException if it does not answer in time */
    public static KafkaPart start(Path folder, int port, int controllerPort) {
        try {
            Files.createDirectories(folder);
            Path settings = folder.resolve("server.properties");
            Files.writeString(settings, settings(folder, port, controllerPort));
            if (!Files.exists(folder.resolve("data/meta.properties"))) {
                format(folder, settings);
            }
            JavaProcess broker = JavaProcess.of("kafka")
                    .jvm("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                    .jvm(LOGGING)
                    .main("kafka.Kafka", settings.toString())
                    .log(folder.resolve("kafka.log"))
                    .start();
            broker.awaitPortOrClose(port, TIME_TO_START);
            return new KafkaPart(broker, port);
        } catch (IOException failed) {
            throw new UncheckedIOException("Kafka did not start in " + folder, failed);
        }
    }

    private static void format(Path folder, Path settings) throws IOException {
        JavaProcess format = JavaProcess.of("kafka-format")
                .jvm("-Xmx128m", "-XX:TieredStopAtLevel=1")
                .jvm(LOGGING)
                .main(
                        "kafka.tools.StorageTool",
                        "format",
                        "--standalone",
                        "-t",
                        "YXV0aHotbG9jYWwtc3RhY2",
                        "-c",
                        settings.toString())
                .log(folder.resolve("kafka.log"))
                .start();
        if (format.awaitExit(TIME_TO_START) != 0) {
            throw new IllegalStateException("Kafka could not format " + folder);
        }
    }

    private static String settings(Path folder, int port, int controllerPort) {
        return String.join(
                "\n",
                List.of(
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.bootstrap.servers=localhost:" + controllerPort,
                        "listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort,
                        "advertised.listeners=PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:"
                                + controllerPort,
                        "controller.listener.names=CONTROLLER",
                        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
                        "log.dirs=" + folder.resolve("data"),
                        "offsets.topic.replication.factor=1",
                        "offsets.topic.num.partitions=4",
                        "transaction.state.log.replication.factor=1",
                        "transaction.state.log.min.isr=1",
                        "share.coordinator.state.topic.replication.factor=1",
                        "share.coordinator.state.topic.min.isr=1",
                        "group.initial.rebalance.delay.ms=0",
                        "auto.create.topics.enable=false",
                        "log.retention.hours=-1",
                        "log.cleaner.dedupe.buffer.size=33554432",
                        "log.segment.bytes=134217728",
                        "log.index.size.max.bytes=1048576",
                        "num.network.threads=2",
                        "num.io.threads=4",
                        ""));
    }

    /** Warnings and errors only, with their time. */
    private static final String[] LOGGING = {
        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
        "-Dorg.slf4j.simpleLogger.showDateTime=true",
        "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX"
    };

    /** Address for clients. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public long pid() {
        return broker.pid();
    }

    public boolean isAlive() {
        return broker.isAlive();
    }

    @Override
    public void close() {
        broker.close();
    }
}
