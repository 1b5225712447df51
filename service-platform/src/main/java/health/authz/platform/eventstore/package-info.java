/** Axon's event store on PostgreSQL, and whole chunks of streams at once. */
@NullMarked
package health.authz.platform.eventstore;

import org.jspecify.annotations.NullMarked;
