/** Sign-in, piece by piece. */
@NullMarked
package health.authz.gateway.signin;

import org.jspecify.annotations.NullMarked;
