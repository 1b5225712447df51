/** Everything that can have happened to one bulk operation. */
@NullMarked
package health.authz.events.bulk;

import org.jspecify.annotations.NullMarked;
