/** Breaks the fences on purpose, to prove that they hold. */
@NullMarked
package health.authz.events.planted;

import org.jspecify.annotations.NullMarked;
