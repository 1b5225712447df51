/** Tests of the screens of this package. */
@NullMarked
package health.authz.gateway.console.words;

import org.jspecify.annotations.NullMarked;
