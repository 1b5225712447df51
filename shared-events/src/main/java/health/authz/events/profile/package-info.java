/** Everything that can have happened to profiles and settings of an organisation. */
@NullMarked
package health.authz.events.profile;

import org.jspecify.annotations.NullMarked;
