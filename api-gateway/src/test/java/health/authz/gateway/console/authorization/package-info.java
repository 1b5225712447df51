/** Tests of the screens of this package. */
@NullMarked
package health.authz.gateway.console.authorization;

import org.jspecify.annotations.NullMarked;
