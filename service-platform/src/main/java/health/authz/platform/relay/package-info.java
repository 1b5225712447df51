/** Stored events and outbox lines, moved to Kafka in order and at least once. */
@NullMarked
package health.authz.platform.relay;

import org.jspecify.annotations.NullMarked;
