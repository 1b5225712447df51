/** The demo's issuer, piece by piece. */
@NullMarked
package health.authz.gateway.demo;

import org.jspecify.annotations.NullMarked;
