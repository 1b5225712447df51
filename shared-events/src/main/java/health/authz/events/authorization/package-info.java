/** Everything that can have happened to one authorization. */
@NullMarked
package health.authz.events.authorization;

import org.jspecify.annotations.NullMarked;
