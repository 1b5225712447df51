/** Whole stories and faults, through the gateway's public API on real parts. */
@NullMarked
package health.authz.acceptance;

import org.jspecify.annotations.NullMarked;
