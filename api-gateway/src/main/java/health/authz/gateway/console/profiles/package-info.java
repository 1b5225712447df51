/** Who is alerted: profiles with their rules and people, the master switch, and the organisation's other settings. */
@NullMarked
package health.authz.gateway.console.profiles;

import org.jspecify.annotations.NullMarked;
