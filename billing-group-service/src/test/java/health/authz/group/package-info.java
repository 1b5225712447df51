/** Billing codes and groups: rules, wiring, and the whole service on real parts. */
@NullMarked
package health.authz.group;

import org.jspecify.annotations.NullMarked;
