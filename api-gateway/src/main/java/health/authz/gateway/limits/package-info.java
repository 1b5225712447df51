/** How much one user and one organisation may ask for. */
@NullMarked
package health.authz.gateway.limits;

import org.jspecify.annotations.NullMarked;
