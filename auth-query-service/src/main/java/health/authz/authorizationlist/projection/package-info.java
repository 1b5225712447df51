/** Keeps one row per authorization as the events state it. */
@NullMarked
package health.authz.authorizationlist.projection;

import org.jspecify.annotations.NullMarked;
