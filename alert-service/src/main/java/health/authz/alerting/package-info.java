/** Starts the service. */
@NullMarked
package health.authz.alerting;

import org.jspecify.annotations.NullMarked;
