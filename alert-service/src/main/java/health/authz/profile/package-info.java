/** Profiles: which alerts a group of people receives. */
@NullMarked
package health.authz.profile;

import org.jspecify.annotations.NullMarked;
