/** The limits, piece by piece and at the door. */
@NullMarked
package health.authz.gateway.limits;

import org.jspecify.annotations.NullMarked;
