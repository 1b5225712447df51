/** Breaks the fences on purpose. */
@NullMarked
package health.authz.group.planted;

import org.jspecify.annotations.NullMarked;
