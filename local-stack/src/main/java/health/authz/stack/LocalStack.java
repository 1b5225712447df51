package health.authz.stack;

import health.authz.stack.demo.DemoData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The whole system on this machine: real PostgreSQL, real Kafka, the MongoDB stand-in, every service in a process of its
 * own. Whatever is killed is started again; data stays in a folder. Not for production.
 */
public final class LocalStack implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 300;
    private final LocalStackOptions options;
    private final StackPorts ports;
    private final StackAddresses addresses;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Thread watcher;
    private volatile boolean closing;

    private LocalStack(LocalStackOptions options) {
        this.options = options;
        this.ports = new StackPorts(options.dataDir());
        this.addresses = StackAddresses.of(options, ports);
        this.watcher = Thread.ofPlatform().daemon().name("stack-watcher").unstarted(this::watch);
    }

    /** @return the stack when every service is ready, and the demo data, if asked for, is loaded */
    public static LocalStack start(LocalStackOptions options) {
        try {
            Files.createDirectories(options.dataDir().resolve("logs"));
        } catch (IOException failed) {
            throw new UncheckedIOException("the folder " + options.dataDir() + " cannot be made", failed);
        }
        LocalStack stack = new LocalStack(options);
        try {
            stack.startAll();
        } catch (RuntimeException failed) {
            stack.close();
            throw failed;
        }
        return stack;
    }

    private void startAll() {
        StackParts made = new StackParts(options, ports, addresses);
        made.stores().forEach(part -> parts.put(part.name(), part));
        made.services().forEach(part -> parts.put(part.name(), part));
        ports.save();
        made.stores().parallelStream().forEach(this::start);
        made.services().forEach(this::start);
        watcher.start();
        Service.all().forEach(service -> {
            options.progress().accept(service.processName() + " gets ready");
            addresses.awaitReady(service, options.dataDir());
        });
        if (options.demoData()) {
            new DemoData(gateway(), options.dataDir().resolve("demo-data-loaded"), options.progress()).load();
        }
    }

    private void start(Part part) {
        options.progress().accept(part.name() + " starts");
        part.start();
    }

    private void watch() {
        while (!closing) {
            parts.values().forEach(part -> part.watch(options.progress()));
            Waiting.pause(LOOK_EVERY_MILLIS);
        }
    }

    /** The one door. */
    public URI gateway() {
        return addresses.gateway();
    }

    /** Health and metrics of a service. */
    public URI management(String process) {
        return addresses.management(process);
    }

    public String jdbcUrl() {
        return addresses.postgresUrl();
    }

    public String kafkaBootstrap() {
        return addresses.kafkaBootstrap();
    }

    public String mongodbUri() {
        return addresses.mongodbUri();
    }

    /** The private key of the demo issuer, one JWK. */
    public Path demoKeyFile() {
        return addresses.demoKeyFile();
    }

    /** @return process id by name, for those that are alive */
    public Map<String, Long> processes() {
        Map<String, Long> alive = new LinkedHashMap<>();
        parts.values().stream().filter(Part::isAlive).forEach(part -> alive.put(part.name(), part.pid()));
        return alive;
    }

    /** Ends a process the hard way; it is started again. */
    public void kill9(String process) {
        Objects.requireNonNull(parts.get(process), process).kill9();
    }

    /** Whether a process is alive and, if it is a service, ready. */
    public boolean ready(String process) {
        return Objects.requireNonNull(parts.get(process), process).isAlive() && addresses.answers(process);
    }

    /** Moves the clock of every service on by one day. */
    public synchronized void nextDay() {
        Path clock = addresses.demoClockFile();
        try {
            long ahead =
                    Files.exists(clock) ? Long.parseLong(Files.readString(clock).strip()) : 0;
            Path next = clock.resolveSibling("demo-clock.next");
            Files.writeString(next, Long.toString(ahead + 1));
            Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Stops everything in order: the services first, the stores last. */
    @Override
    public void close() {
        closing = true;
        options.progress().accept("stopping");
        Service.all().parallelStream()
                .map(service -> parts.get(service.processName()))
                .filter(Objects::nonNull)
                .forEach(Part::stop);
        parts.values().forEach(Part::stop);
    }
}
