/** The demo login: an issuer of tokens for invented people, in the demo profile only. */
@NullMarked
package health.authz.gateway.demo;

import org.jspecify.annotations.NullMarked;
