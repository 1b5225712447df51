/** Starts the service. */
@NullMarked
package health.authz.command;

import org.jspecify.annotations.NullMarked;
