/** The two lists of the console: authorizations, and clients. */
@NullMarked
package health.authz.gateway.console.list;

import org.jspecify.annotations.NullMarked;
