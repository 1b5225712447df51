package health.authz.stack;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the stores of a stack that runs already are: those that are embedded by the ports that are kept with its data.
 *
 * @param data the stack's data folder
 * @param postgres JDBC address of one that is run elsewhere
 * @param kafka address of one that is run elsewhere
 * @param mongodb address, with the database, of one that is run elsewhere
 */
public record KeptAddresses(
        Path data,
        @Nullable String postgres,
        @Nullable String kafka,
        @Nullable String mongodb) {

    /** @throws IllegalStateException if no stack was started with this folder */
    public String postgresUrl() {
        return postgres != null ? postgres : StackAddresses.postgresAt(port("postgres"));
    }

    /**
     * The password of a service's role there: the stack's own server has one that is kept with its data, one that is run
     * elsewhere that of deploy/postgres/init.sql, unless its address names another.
     *
     * @throws IllegalStateException if no stack was started with this folder
     */
    public String postgresPassword(String role) {
        return postgres != null ? role : new StorePasswords(data).kept(role);
    }

    /** @throws IllegalStateException if no stack was started with this folder */
    public String kafkaBootstrap() {
        return kafka != null ? kafka : StackAddresses.kafkaAt(port("kafka"));
    }

    /** @throws IllegalStateException if no stack was started with this folder */
    public String mongodbUri() {
        return mongodb != null ? mongodb : StackAddresses.mongodbAt(port("mongodb"));
    }

    private int port(String store) {
        return new StackPorts(data).kept(store);
    }
}
