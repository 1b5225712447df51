/** Billing codes, and the named bundles of them from which authorizations are added in one step. */
@NullMarked
package health.authz.group;

import org.jspecify.annotations.NullMarked;
