/** Who asks: the caller, as the token says it. Never called auth. */
@NullMarked
package health.authz.platform.security;

import org.jspecify.annotations.NullMarked;
