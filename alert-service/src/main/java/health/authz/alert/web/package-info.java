/** The inbox and the forecast over HTTP. */
@NullMarked
package health.authz.alert.web;

import org.jspecify.annotations.NullMarked;
