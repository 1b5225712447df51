package health.authz.platform.eventstore;

import java.util.List;

/**
 * The aggregate classes of a service; it declares one bean of this.
 *
 * @param parameters what command handlers take beside the command, found by class
 */
public record AggregateTypes(List<Class<?>> classes, List<Object> parameters) {
    public AggregateTypes(List<Class<?>> classes) {
        this(classes, List.of());
    }
}
