/** Records from Kafka, turned into facts and decisions. */
@NullMarked
package health.authz.alert.consuming;

import org.jspecify.annotations.NullMarked;
