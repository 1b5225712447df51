/** Why did this number change? The events of one authorization, oldest first. */
@NullMarked
package health.authz.authorizationhistory;

import org.jspecify.annotations.NullMarked;
