/** How the API document is made of the services' parts, and tests that hold it together. */
@NullMarked
package health.authz.gateway.docs;

import org.jspecify.annotations.NullMarked;
