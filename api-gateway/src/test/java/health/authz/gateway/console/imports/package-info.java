/** Tests of the screens of this package. */
@NullMarked
package health.authz.gateway.console.imports;

import org.jspecify.annotations.NullMarked;
