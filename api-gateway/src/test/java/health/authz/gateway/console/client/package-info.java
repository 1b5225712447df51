/** Tests of the screens of this package. */
@NullMarked
package health.authz.gateway.console.client;

import org.jspecify.annotations.NullMarked;
