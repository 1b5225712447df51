/** Billing codes and billing code groups: the templates that bulk adds are made from. */
@NullMarked
package health.authz.gateway.console.codes;

import org.jspecify.annotations.NullMarked;
