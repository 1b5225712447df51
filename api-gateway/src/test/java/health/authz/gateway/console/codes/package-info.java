/** Tests of the screens of this package. */
@NullMarked
package health.authz.gateway.console.codes;

import org.jspecify.annotations.NullMarked;
