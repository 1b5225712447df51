/** Whether everything that is stored has reached Kafka, looked at from outside the relay. */
@NullMarked
package health.authz.platform.check;

import org.jspecify.annotations.NullMarked;
