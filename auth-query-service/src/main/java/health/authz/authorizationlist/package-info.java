/** Wires the master list. */
@NullMarked
package health.authz.authorizationlist;

import org.jspecify.annotations.NullMarked;
