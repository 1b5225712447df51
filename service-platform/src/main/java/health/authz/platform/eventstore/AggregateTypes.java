package health.authz.platform.eventstore;

import java.util.List;

/** The aggregate classes of a service; it declares one bean of this. */
public record AggregateTypes(List<Class<?>> classes) {}
