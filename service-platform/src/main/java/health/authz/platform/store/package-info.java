/** How a service gets on with its stores: what their failures mean, how long they may take, what they may tell. */
@NullMarked
package health.authz.platform.store;

import org.jspecify.annotations.NullMarked;
