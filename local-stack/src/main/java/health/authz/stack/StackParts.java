package health.authz.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How each process of a stack is started. */
final class StackParts {
    private static final String THIS_MACHINE = "127.0.0.1";

    /** More than any measure asks for. */
    private static final Map<String, String> UNLIMITED = Map.of(
            "AUTHZ_LIMITS_REQUESTS_PER_SECOND", "1000000",
            "AUTHZ_LIMITS_BURST", "1000000",
            "AUTHZ_LIMITS_ROWS_PER_HOUR", "1000000000000");

    private final LocalStackOptions options;
    private final StackAddresses addresses;
    private final int kafkaControllerPort;
    private final String cursorSecret;
    private final String idsKey;
    private final StorePasswords passwords;
    private final List<Part> stores = new ArrayList<>();
    private final List<Part> services = new ArrayList<>();

    StackParts(LocalStackOptions options, StackPorts ports, StackAddresses addresses) {
        this.options = options;
        this.addresses = addresses;
        this.kafkaControllerPort = ports.of("kafka.controller");
        this.cursorSecret = KeptSecret.in(options.dataDir().resolve("cursor-secret"));
        this.idsKey = KeptSecret.in(options.dataDir().resolve("ids-key"));
        this.passwords = new StorePasswords(options.dataDir());
        if (options.postgresUrl() == null) {
            stores.add(new Part("postgres", port("postgres"), 0, inData("postgres/postgres.log"), this::postgres));
        }
        if (options.kafkaBootstrap() == null) {
            stores.add(new Part("kafka", port("kafka"), 0, inData("kafka/kafka.log"), this::kafka));
        }
        if (options.mongodbUri() == null) {
            stores.add(new Part(MongoPart.NAME, port("mongodb"), 0, logOf(MongoPart.NAME), this::mongodb));
        }
        options.services().forEach(service -> services.add(part(service)));
    }

    private Part part(Service service) {
        return new Part(
                service.processName(),
                Objects.requireNonNull(addresses.servicePorts().get(service)),
                Objects.requireNonNull(addresses.managementPorts().get(service)),
                logOf(service.processName()),
                () -> service(service));
    }

    private Path logOf(String name) {
        return inData("logs/" + name + ".log");
    }

    private Path inData(String file) {
        return options.dataDir().resolve(file).toAbsolutePath();
    }

    /** The stores that are run elsewhere. */
    List<PartStatus> elsewhere() {
        List<PartStatus> elsewhere = new ArrayList<>();
        if (options.postgresUrl() != null) {
            elsewhere.add(PartStatus.elsewhere("postgres", port("postgres")));
        }
        if (options.kafkaBootstrap() != null) {
            elsewhere.add(PartStatus.elsewhere("kafka", port("kafka")));
        }
        if (options.mongodbUri() != null) {
            elsewhere.add(PartStatus.elsewhere("mongodb", port("mongodb")));
        }
        return elsewhere;
    }

    private int port(String store) {
        return addresses.portOf(store);
    }

    List<Part> stores() {
        return stores;
    }

    List<Part> services() {
        return services;
    }

    private Part.Running postgres() {
        PostgresPart part = PostgresPart.startClosed(
                options.dataDir().resolve("postgres").toAbsolutePath(), port("postgres"), passwords);
        return running(part.pid(), part::close);
    }

    private Part.Running kafka() {
        KafkaPart part = KafkaPart.start(
                options.dataDir().resolve("kafka").toAbsolutePath(), port("kafka"), kafkaControllerPort);
        return running(part.pid(), part::close);
    }

    private Part.Running mongodb() {
        MongoPart part = MongoPart.start(options.dataDir().resolve("logs").toAbsolutePath(), port("mongodb"));
        return running(part.pid(), () -> stop(part));
    }

    private Part.Running service(Service service) {
        String name = service.processName();
        UnpackedJar unpacked = UnpackedJar.of(jarOf(service.module()));
        JavaProcess.Builder builder = JavaProcess.of(name)
                .jvm(unpacked.options())
                .jvm(
                        "-Xmx" + service.heapMegabytes() + "m",
                        "-XX:+UseSerialGC",
                        "-XX:SurvivorRatio=4", // a batch of records outlives a young collection or two
                        "-XX:+ExitOnOutOfMemoryError",
                        "-Duser.timezone=UTC")
                .jar(unpacked.jar())
                .environment(environment(service))
                .log(logOf(name));
        JavaProcess process = (service.yields() ? builder.yielding() : builder).start();
        return running(process.pid(), process::close);
    }

    private Path jarOf(String module) {
        Path target = options.checkout().resolve(module).resolve("target");
        try (var found = Files.newDirectoryStream(target, module + "-*-app.jar")) {
            for (Path jar : found) {
                return jar.toAbsolutePath();
            }
        } catch (IOException notBuilt) {
            throw new UncheckedIOException(module + " is not built: run mvn package first", notBuilt);
        }
        throw new IllegalStateException(module + " is not built: run mvn package first");
    }

    Map<String, String> environment(Service service) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("SPRING_PROFILES_ACTIVE", "demo");
        int port = Objects.requireNonNull(addresses.servicePorts().get(service));
        boolean isOpen = service == Service.API_GATEWAY && options.host() != null;
        environment.put("SERVER_PORT", String.valueOf(port));
        environment.put("SERVER_ADDRESS", isOpen ? "0.0.0.0" : THIS_MACHINE);
        environment.put("MANAGEMENT_SERVER_ADDRESS", THIS_MACHINE);
        environment.put(
                "MANAGEMENT_SERVER_PORT",
                String.valueOf(addresses.managementPorts().get(service)));
        environment.put("MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE", "health,prometheus,mappings");
        environment.put("AUTHZ_POSTGRES_URL", addresses.postgresUrl());
        if (!service.role().isEmpty()) {
            environment.put("AUTHZ_POSTGRES_USER", service.role());
            environment.put("AUTHZ_POSTGRES_PASSWORD", password(service.role()));
        }
        environment.put("AUTHZ_KAFKA_BOOTSTRAP", addresses.kafkaBootstrap());
        environment.put("AUTHZ_MONGODB_URI", addresses.mongodbUri());
        environment.put("AUTHZ_ISSUER", addresses.gateway() + "/demo-issuer");
        environment.put("AUTHZ_JWK_SET_URI", addresses.gateway() + "/demo-issuer/jwks");
        environment.put("AUTHZ_AUDIENCE", "authz");
        environment.put(
                "AUTHZ_COMMAND_URL", addresses.address(Service.AUTH_COMMAND).toString());
        environment.put("AUTHZ_QUERY_URL", addresses.address(Service.AUTH_QUERY).toString());
        environment.put("AUTHZ_ALERT_URL", addresses.address(Service.ALERT).toString());
        environment.put(
                "AUTHZ_BILLING_URL", addresses.address(Service.BILLING_GROUP).toString());
        environment.put("AUTHZ_CURSOR_SECRET", cursorSecret);
        environment.put("AUTHZ_IDS_KEYS_1", idsKey);
        environment.put("AUTHZ_DEMO_HOSTS", hosts(port));
        environment.put("AUTHZ_DEMO_CLOCK_FILE", addresses.demoClockFile().toString());
        environment.put("AUTHZ_DEMO_KEY_FILE", addresses.demoKeyFile().toString());
        if (service == Service.API_GATEWAY && options.unlimited()) {
            environment.putAll(UNLIMITED);
        }
        return environment;
    }

    /** A server that is run elsewhere has the passwords that deploy/postgres/init.sql gives, if its address names none. */
    private String password(String role) {
        return options.postgresUrl() == null ? passwords.of(role) : role;
    }

    /** Names under which somebody on this machine asks for it, and the one that was asked for. */
    private String hosts(int port) {
        return Stream.of("localhost", THIS_MACHINE, "[::1]", options.host())
                .filter(Objects::nonNull)
                .map(host -> host + ":" + port)
                .collect(Collectors.joining(","));
    }

    private static void stop(MongoPart part) {
        try {
            part.close();
        } catch (Exception failed) {
            throw new IllegalStateException("the MongoDB stand-in did not stop", failed);
        }
    }

    private static Part.Running running(long pid, Runnable stop) {
        return new Part.Running() {
            @Override
            public long pid() {
                return pid;
            }

            @Override
            public void close() {
                stop.run();
            }
        };
    }
}
