/** Tests of the screens of this package. */
@NullMarked
package health.authz.gateway.console.profiles;

import org.jspecify.annotations.NullMarked;
