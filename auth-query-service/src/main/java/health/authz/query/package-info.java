/** Starts the service. */
@NullMarked
package health.authz.query;

import org.jspecify.annotations.NullMarked;
