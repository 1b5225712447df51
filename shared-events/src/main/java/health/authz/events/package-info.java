/** The value types that every event uses: identities, units and before-and-after pairs. */
@NullMarked
package health.authz.events;

import org.jspecify.annotations.NullMarked;
