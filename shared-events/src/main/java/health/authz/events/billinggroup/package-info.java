/** Everything that can have happened to billing codes and billing code groups. */
@NullMarked
package health.authz.events.billinggroup;

import org.jspecify.annotations.NullMarked;
