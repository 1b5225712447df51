/** The directory intake on a real PostgreSQL and a real broker. */
@NullMarked
package health.authz.directory;

import org.jspecify.annotations.NullMarked;
