package health.authz.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a local stack is to be made of.
 *
 * @param checkout folder of the built modules
 * @param dataDir where data, logs and settings of the stack are kept
 * @param gatewayPort port of the gateway; 0 = any that is free
 * @param demoData whether the demo data is loaded, if it was not yet
 * @param postgresUrl JDBC address of a provisioned server to use instead of an embedded one
 * @param kafkaBootstrap address of a broker to use instead of an embedded one
 * @param mongodbUri address of a MongoDB, with its database, to use instead of the stand-in
 * @param progress is told each step in one line
 * @param secondCommandService whether a second instance of the command service shares the work of the first
 * @param host name under which the gateway is reached from other machines too; without one, this machine alone reaches anything
 * @param unlimited whether the gateway lets one user ask, and one organisation preview and confirm, as much as they like; for measures
 */
public record LocalStackOptions(
        Path checkout,
        Path dataDir,
        int gatewayPort,
        boolean demoData,
        @Nullable String postgresUrl,
        @Nullable String kafkaBootstrap,
        @Nullable String mongodbUri,
        Consumer<String> progress,
        boolean secondCommandService,
        @Nullable String host,
        boolean unlimited) {

    /** One instance of each service. */
    public LocalStackOptions(
            Path checkout,
            Path dataDir,
            int gatewayPort,
            boolean demoData,
            @Nullable String postgresUrl,
            @Nullable String kafkaBootstrap,
            @Nullable String mongodbUri,
            Consumer<String> progress) {
        this(
                checkout,
                dataDir,
                gatewayPort,
                demoData,
                postgresUrl,
                kafkaBootstrap,
                mongodbUri,
                progress,
                false,
                null,
                false);
    }

    /** Everything embedded, nothing said. */
    public LocalStackOptions(Path checkout, Path dataDir, int gatewayPort, boolean demoData) {
        this(checkout, dataDir, gatewayPort, demoData, null, null, null, step -> {});
    }

    /** The same with a second instance of the command service, named {@code auth-command-service-2}. */
    public LocalStackOptions withSecondCommandService() {
        return with(true, host, unlimited);
    }

    /** The same, whose gateway listens on all networks and answers under this name too. */
    public LocalStackOptions withHost(@Nullable String name) {
        return with(secondCommandService, name, unlimited);
    }

    /** The same for measures: one user asks for everything there, as fast as it goes. */
    public LocalStackOptions withoutLimits() {
        return with(secondCommandService, host, true);
    }

    private LocalStackOptions with(boolean secondInstance, @Nullable String name, boolean isUnlimited) {
        return new LocalStackOptions(
                checkout,
                dataDir,
                gatewayPort,
                demoData,
                postgresUrl,
                kafkaBootstrap,
                mongodbUri,
                progress,
                secondInstance,
                name,
                isUnlimited);
    }

    List<Service> services() {
        return secondCommandService
                ? Stream.concat(Service.all().stream(), Stream.of(Service.AUTH_COMMAND_SECOND))
                        .toList()
                : Service.all();
    }
}
