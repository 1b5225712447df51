/** The API document of all services, as a file and as a page. */
@NullMarked
package health.authz.gateway.docs;

import org.jspecify.annotations.NullMarked;
