package health.authz.verify;

import health.authz.stack.LocalStack;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Where the stores are, and how long to wait.
 *
 * @param postgresUrl JDBC address of the database of all services
 * @param postgresPassword the password there of a service's role
 * @param kafka bootstrap address
 * @param mongodbUri with the database of the read model
 * @param patience how long relay and readers may stand still before the comparison begins without them
 * @param settling how long something that differs may take to become right, because it was changing when it was looked at
 */
public record VerifyOptions(
        String postgresUrl,
        UnaryOperator<String> postgresPassword,
        String kafka,
        String mongodbUri,
        Duration patience,
        Duration settling) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SETTLING = Duration.ofSeconds(10);

    public VerifyOptions(String postgresUrl, UnaryOperator<String> postgresPassword, String kafka, String mongodbUri) {
        this(postgresUrl, postgresPassword, kafka, mongodbUri, PATIENCE, SETTLING);
    }

    public static VerifyOptions of(LocalStack stack) {
        return new VerifyOptions(stack.jdbcUrl(), stack::postgresPassword, stack.kafkaBootstrap(), stack.mongodbUri());
    }
}
