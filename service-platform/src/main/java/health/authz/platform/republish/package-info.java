/** Everything that a service once told Kafka, told again: its events and what it keeps beside them. */
@NullMarked
package health.authz.platform.republish;

import org.jspecify.annotations.NullMarked;
