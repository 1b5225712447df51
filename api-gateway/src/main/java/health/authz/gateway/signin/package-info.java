/** Sign-in for people: OpenID Connect with the organisation's issuer, a session on this side, and its end. */
@NullMarked
package health.authz.gateway.signin;

import org.jspecify.annotations.NullMarked;
