/** The one door, tested with services that only echo. */
@NullMarked
package health.authz.gateway;

import org.jspecify.annotations.NullMarked;
