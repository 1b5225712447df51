/** The one clock. */
@NullMarked
package health.authz.platform.time;

import org.jspecify.annotations.NullMarked;
