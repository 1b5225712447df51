/** Rows, filters and the status of the day. */
@NullMarked
package health.authz.authorizationlist.view;

import org.jspecify.annotations.NullMarked;
