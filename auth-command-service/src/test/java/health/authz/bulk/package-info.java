/** Bulk changes on a real PostgreSQL and Kafka; only the neighbouring services are stood in for. */
@NullMarked
package health.authz.bulk;

import org.jspecify.annotations.NullMarked;
