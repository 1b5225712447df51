/** Tests of the screens of this package. */
@NullMarked
package health.authz.gateway.console.alerts;

import org.jspecify.annotations.NullMarked;
