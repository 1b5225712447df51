/** The product on one machine: real PostgreSQL, real Kafka, a MongoDB stand-in, every service, and demo data. */
@NullMarked
package health.authz.stack;

import org.jspecify.annotations.NullMarked;
