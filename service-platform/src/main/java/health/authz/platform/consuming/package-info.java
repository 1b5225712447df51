/** Kafka records, applied once, in order, or parked. */
@NullMarked
package health.authz.platform.consuming;

import org.jspecify.annotations.NullMarked;
