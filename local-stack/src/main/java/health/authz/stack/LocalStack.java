package health.authz.stack;

import health.authz.stack.demo.DemoData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * The whole system on this machine: real PostgreSQL, real Kafka, the MongoDB stand-in, every service in a process of its
 * own. Whatever is killed is started again; data stays in a folder. Not for production.
 */
public final class LocalStack implements AutoCloseable {
    private static final long LOOK_EVERY_MILLIS = 300;
    private static final long LOG_BYTES_MAX = 20L << 20;
    private final LocalStackOptions options;
    private final StackPorts ports;
    private final StackAddresses addresses;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Thread watcher;
    private final Leftovers leftovers;
    private final StatusFile status;
    private final LogFiles logs = new LogFiles(LOG_BYTES_MAX);
    private volatile List<PartStatus> elsewhere = List.of();
    private volatile boolean closing;

    private LocalStack(LocalStackOptions options) {
        this.options = options;
        this.leftovers = Leftovers.of(options.dataDir());
        leftovers.end();
        BeforeStart.check(options);
        this.status = new StatusFile(options.dataDir());
        this.ports = new StackPorts(options.dataDir());
        this.addresses = StackAddresses.of(options, ports);
        this.watcher = Thread.ofPlatform().daemon().name("stack-watcher").unstarted(this::watch);
    }

    /** @return the stack when every service is ready, and the demo data, if asked for, is loaded */
    public static LocalStack start(LocalStackOptions options) {
        try {
            PrivateFolder.make(options.dataDir());
            Files.createDirectories(options.dataDir().resolve("logs"));
        } catch (IOException failed) {
            throw new UncheckedIOException("the folder " + options.dataDir() + " cannot be made", failed);
        }
        LocalStack stack = new LocalStack(options);
        CountDownLatch startEnded = new CountDownLatch(1);
        Thread starting = Thread.currentThread();
        // a JVM that ends in the middle of a start does not end before what it had started is stopped
        Thread ending = new Thread(() -> {
            starting.interrupt();
            Waiting.quietly(startEnded);
        });
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            stack.startAll();
            if (starting.isInterrupted()) {
                throw new IllegalStateException("interrupted");
            }
        } catch (RuntimeException failed) {
            // whoever is interrupted while starting still stops in order what runs already
            boolean interrupted = Thread.interrupted();
            stack.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            throw failed;
        } finally {
            startEnded.countDown();
            forget(ending);
        }
        return stack;
    }

    private static void forget(Thread shutdownHook) {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException endsAlready) {
            // it was waiting for this
        }
    }

    private void startAll() {
        StackParts made = new StackParts(options, ports, addresses);
        made.stores().forEach(part -> parts.put(part.name(), part));
        made.services().forEach(part -> parts.put(part.name(), part));
        elsewhere = made.elsewhere();
        ports.save();
        status.write(status());
        startTogether(made.stores());
        made.services().forEach(this::start);
        leftovers.remember(processes());
        watcher.start();
        options.services().forEach(service -> {
            options.progress().accept(service.processName() + " gets ready");
            addresses.awaitReady(service, this::failIfOneWillNotGetUp);
            Objects.requireNonNull(parts.get(service.processName())).up();
        });
        if (options.demoData()) {
            new DemoData(gateway(), options.dataDir().resolve("demo-data-loaded"), options.progress()).load();
        }
        awaitWholeList();
    }

    /** Services take requests while the list is rebuilt; whoever waits for the stack waits for the list. */
    private void awaitWholeList() {
        ListHealth list = new ListHealth(addresses.management(Service.AUTH_QUERY.processName()));
        list.awaitWhole(options.progress(), this::failIfOneWillNotGetUp);
    }

    /** On threads of their own: whoever is interrupted meanwhile leaves no store half started. */
    private void startTogether(List<Part> stores) {
        List<CompletableFuture<Void>> starting = stores.stream()
                .map(part -> CompletableFuture.runAsync(() -> start(part)))
                .toList();
        try {
            starting.forEach(CompletableFuture::join);
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException why ? why : failed;
        } finally {
            leftovers.remember(processes());
        }
    }

    /** Three minutes of patience are for a slow machine, not for a part that ends again and again. */
    private void failIfOneWillNotGetUp() {
        parts.values().stream()
                .flatMap(part -> part.whyNotUp().stream())
                .findFirst()
                .ifPresent(why -> {
                    throw new IllegalStateException(why);
                });
    }

    private void start(Part part) {
        options.progress().accept(part.name() + " starts");
        part.start();
    }

    private void watch() {
        while (!closing) {
            parts.values().forEach(part -> part.watch(options.progress()));
            try {
                leftovers.remember(processes());
                status.write(status());
                logs.keepBounded(logFiles());
            } catch (UncheckedIOException noRoom) {
                options.progress().accept("the list of processes cannot be written; is the disk full?");
            }
            Waiting.pause(LOOK_EVERY_MILLIS);
        }
    }

    private List<Path> logFiles() {
        return Stream.concat(
                        Stream.of(options.dataDir().resolve("logs/stack.log")),
                        status().stream().map(PartStatus::log).filter(Objects::nonNull))
                .toList();
    }

    /** The one door. */
    public URI gateway() {
        return addresses.gateway();
    }

    /** Health and metrics of a service. */
    public URI management(String process) {
        return addresses.management(process);
    }

    /** A service's own port, as another gateway would use it. */
    public URI service(String process) {
        return addresses.service(process);
    }

    public String jdbcUrl() {
        return addresses.postgresUrl();
    }

    /** The password of a service's role in PostgreSQL. */
    public String postgresPassword(String role) {
        return new KeptAddresses(options.dataDir(), options.postgresUrl(), null, null).postgresPassword(role);
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

    /** How every part is, the stores that are run elsewhere too. */
    List<PartStatus> status() {
        return Stream.concat(elsewhere.stream(), parts.values().stream().map(Part::status))
                .toList();
    }

    /** Ends a process the hard way; it is started again. */
    public void kill9(String process) {
        Objects.requireNonNull(parts.get(process), process).kill9();
    }

    /** Ends a process the hard way and does not start it again before {@link #mayComeBack}. */
    public void keepAway(String process) {
        Objects.requireNonNull(parts.get(process), process).keepAway();
    }

    public void mayComeBack(String process) {
        Objects.requireNonNull(parts.get(process), process).mayComeBack();
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
        options.services().parallelStream()
                .map(service -> parts.get(service.processName()))
                .filter(Objects::nonNull)
                .forEach(Part::stop);
        parts.values().forEach(Part::stop);
        leftovers.forget();
        status.write(status());
    }
}
