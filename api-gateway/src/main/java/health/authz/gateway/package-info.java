/** Starts the service. */
@NullMarked
package health.authz.gateway;

import org.jspecify.annotations.NullMarked;
