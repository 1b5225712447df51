/** Reading what was just written: tokens that name a position, and waiting until Kafka has it (ADR 39). */
@NullMarked
package health.authz.platform.consistency;

import org.jspecify.annotations.NullMarked;
