/** One client with all authorizations, which can be changed row by row and saved together as one previewed change. */
@NullMarked
package health.authz.gateway.console.client;

import org.jspecify.annotations.NullMarked;
